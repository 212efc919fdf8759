// Shows: how to claim a node by its resource class, twice with the same result; what happens if there is none; and how
//   to release it.
// Assumes: nothing; it runs on the simulator. With IRONIC_URL, pass a resource class. It claims a free node of that
//   class and releases it, without touching its disk:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/claim-a-machine.ts CLASS
// Prints: the claimed node, the same for the second call, and the failure for a class that no node has.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [resourceClass = endpoint === undefined ? 'gold' : undefined] = process.argv.slice(2)
if (resourceClass === undefined) {
  console.error('Pass the resource class of the node.')
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const { allocations, client } = new IronicDriver({ transport })

// Your own UUID makes the claim safe to repeat, also from another process: the second call joins the first.
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
  console.log(deleted.isOk() ? `released: ${deleted.value.outcome}` : deleted.error.message)
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
