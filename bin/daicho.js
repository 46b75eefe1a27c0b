#!/usr/bin/env node
// Runs the command line with Node 24 or later: the one that runs this file, or the `node` package beside the project.
// In the project that is src/main.ts, types stripped; a package holds plain JavaScript, for Node strips no types there.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const source = new URL('../src/main.ts', import.meta.url)
const isProject = existsSync(source)
const main = isProject ? source : new URL('../dist/main.js', import.meta.url)

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) {
  process.removeAllListeners('warning') // node:sqlite still announces itself as experimental
  module.enableCompileCache() // a second start takes half as long
  await import(main.href)
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (existsSync(own)) run(own)
  else {
    const remedy = isProject
      ? 'Run npm install here.'
      : 'Install one from https://nodejs.org and run it again.'
    process.stderr.write(
      `daicho needs Node ${NODE_MAJOR_MIN} or later; this is ${process.version}. ${remedy}\n`,
    )
    process.exitCode = 2
  }
}

/** Runs it in a process of its own, which gets every signal and whose end becomes this one's. */
function run(node) {
  const args = ['--disable-warning=ExperimentalWarning', fileURLToPath(main), ...process.argv.slice(2)]
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env }
  const child = spawn(node, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
