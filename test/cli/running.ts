import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inherited } from '../serving.ts'

const BIN = fileURLToPath(new URL('../../bin/daicho.js', import.meta.url))

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs a command to its end, as in a pipe. */
export function daicho(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  return ended(process.execPath, [BIN, ...args], env, input)
}

export function ended(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
  cwd?: string,
): Promise<Ended> {
  const child = spawn(command, args, { env: { ...inherited(), ...env }, stdio: 'pipe', cwd })
  child.stdin.on('error', () => undefined) // it may end before it has read everything
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })))
}

/** A directory that is gone when the tests of a file are done. */
export function temporary(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'daicho-cli-'))
  return { path: (name) => join(root, name), remove: () => rmSync(root, { recursive: true, force: true }) }
}
