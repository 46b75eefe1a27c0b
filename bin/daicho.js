#!/usr/bin/env node
// Runs src/main.ts with Node 24 or later: the one that runs this file, or the `node` package beside it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const flags = ['--disable-warning=ExperimentalWarning']

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  process.removeAllListeners('warning')
  await import(main)
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(own)) {
    process.stderr.write(
      `daicho needs Node ${NODE_MAJOR_MIN} or later; this is ${process.version}. Run npm install here.\n`,
    )
    process.exit(2)
  }
  const { status, signal } = spawnSync(own, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (signal) process.kill(process.pid, signal)
  process.exit(status ?? 1)
}
