import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DatabaseSync, backup } from 'node:sqlite'

/**
 * Pages of one step of the copy, 16 MiB. Between two steps the owner of the database goes on; one holds it up as long
 * as it takes to copy them. What it writes between two must be less than a step, or the copy never ends.
 */
const PAGES = 4_096
const ONLY_THE_OWNER = 0o600

/**
 * Copies an open database to a new file while it is read and written: what was committed before the call is in the
 * copy, and of what is committed meanwhile a part that ends between two transactions. The file has its name only once
 * it is complete and durable.
 * @param path a file that is not there yet, in a directory that is
 */
export async function backUp(db: DatabaseSync, path: string): Promise<void> {
  if (existsSync(path)) throw new Error(`${path} is there already; a backup never overwrites one`)
  const part = `${path}.part`
  rmSync(part, { force: true })
  closeSync(openSync(part, 'wx', ONLY_THE_OWNER))
  try {
    await backup(db, part, { rate: PAGES })
    flush(part)
    renameSync(part, path)
    flush(dirname(path))
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
