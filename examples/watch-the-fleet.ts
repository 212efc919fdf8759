// Shows: how to list a fleet and watch its changes until you stop.
// Assumes: nothing; it runs on the simulator. On a real Ironic it only reads:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/watch-the-fleet.ts
// Prints: a line for each node, and one for each change.

import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const simulator = simulatedIronic()
const transport = endpoint === undefined ? simulator : createKyTransport({ endpoint })
const driver = new IronicDriver({ transport })

const leaving = new AbortController()
let told = 0
for await (const one of driver.inventory.watch({ everyMs: 1_000, signal: leaving.signal })) {
  if (one.isErr()) {
    // The watch continues by itself, unless waiting cannot help.
    console.error(one.error.message)
    continue
  }
  const { value } = one
  const node = value.change === 'removed' ? value.before : value.node
  const what = value.change === 'changed' ? value.fields.join(', ') : value.change
  console.log(`${node.name ?? node.uuid}: ${what}`)

  told += 1
  if (told === 2 && endpoint === undefined) simulator.find('metal-1')?.force({ maintenance: true })
  if (told === 3 && endpoint === undefined) leaving.abort()
}
console.log('stopped watching')

const resources = await driver.inventory.resources({ node: 'metal-2' })
if (resources.isOk())
  for (const { property, value, problem } of resources.value.malformed)
    console.log(`metal-2: ${property} ${problem}: ${String(value)}`)

function simulatedIronic() {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).available()
  simulator.node({ name: 'metal-2', properties: { cpus: 8, capabilities: 'gpu:a100,oops' } }).available()
  return simulator
}
