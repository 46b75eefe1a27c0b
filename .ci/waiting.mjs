// Holds the result of the shared scenarios against the list of those that wait for a later step. A scenario that is
// not on the list must pass; one that is on it and passes must be taken off, so that the list stays true.
import { readFileSync } from 'node:fs'

const { passed, failures } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { waiting } = JSON.parse(
  readFileSync(new URL('../test/scenarios-waiting.json', import.meta.url), 'utf8'),
)
const failing = new Set(failures.map(({ id }) => id))
const broken = failures.filter(({ id }) => !(id in waiting))
const ready = Object.keys(waiting).filter((id) => !failing.has(id))
for (const { id, title, why } of broken) console.error(`FAIL ${id} ${title}\n     ${why}`)
for (const id of ready)
  console.error(`READY ${id} passes and is still on the list of those that wait: ${waiting[id]}`)
console.log(
  JSON.stringify({ passed, waiting: Object.keys(waiting).length, failed: broken.length + ready.length }),
)
