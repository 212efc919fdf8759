// Shows: a machine claimed by what it must be, by a process that is asked twice; why there is none; and giving it back.
// Assumes: nothing; it runs on the simulator. With IRONIC_URL it takes a resource class, of which it claims a free
//   machine and gives it back, without touching what is on it:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/claim-a-machine.ts CLASS
// Prints: which machine was claimed, that the second call is the first one, and what a class that nobody has ends with.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [resourceClass = endpoint === undefined ? 'gold' : undefined] = process.argv.slice(2)
if (resourceClass === undefined) {
  console.error('Name the resource class of the machine.')
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const { allocations, client } = new IronicDriver({ transport })

// A UUID of your own makes it safe to ask again, from another process too: the claim is joined.
const uuid = randomUUID()
for (let call = 1; call <= 2; call++) {
  const claimed = await allocations.create({ uuid, resourceClass }, { deadlineMs: 30_000 })
  console.log(claimed.isOk() ? `claimed: ${await nameOf(claimed.value.node_uuid)}` : claimed.error.message)
}

const none = await allocations.create({ resourceClass: 'no-such-class' })
if (none.isErr())
  console.log(none.error.kind === 'allocation_failed' ? none.error.reason : none.error.message)

for (let call = 1; call <= 2; call++) {
  const deleted = await allocations.delete(uuid)
  console.log(deleted.isOk() ? `given back: ${deleted.value.outcome}` : deleted.error.message)
}

async function nameOf(node: string): Promise<string> {
  const read = await client.nodes.get(node, { fields: ['name'] })
  return read.isOk() ? (read.value.name ?? node) : node
}

function simulatedIronic() {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1', resource_class: 'gold' }).available()
  return simulator
}
