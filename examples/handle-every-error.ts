// Shows: a decision for every error of a spawn: by `advice`, and by `kind` if that says more. The compiler reports a
//   missing advice.
// Assumes: nothing; it runs on the simulator.
// Prints: a line for each of six spawns, which all fail in different ways.

import { randomUUID } from 'node:crypto'
import { IronicDriver, type SpawnError, type SpawnRequest } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

function decide(error: SpawnError): string {
  switch (error.kind) {
    case 'invalid_input':
      return `the field ${error.field} is wrong`
    case 'validation_failed':
      return `Ironic objects: ${Object.keys(error.reasons).join(', ')}`
    case 'undo_incomplete':
      return `call an operator; still there: ${error.remains.map(({ what }) => what).join(', ')}`
    case 'wait_timed_out':
      return `it took too long; last seen in state ${error.lastSeen?.provision_state ?? 'unknown'}`
    default:
      return decideByAdvice(error)
  }
}

function decideByAdvice({ advice, kind, node }: SpawnError): string {
  switch (advice) {
    case 'retry_later':
      return `put it back into the queue (${kind})`
    case 'try_other_node':
      return `take another node (${kind})`
    case 'fix_request':
      return `tell the user; a retry does not help (${kind})`
    case 'fix_node':
      return `tell an operator to look at node ${node ?? 'unknown'} (${kind})`
    case 'check_state':
      return `read the node before anything else (${kind})`
  }
}

const simulator = new IronicSimulator()
simulator.node({ name: 'taken' }).active()
simulator.node({ name: 'in-repair', maintenance: true }).available()
simulator.node({ name: 'bad-image' }).available().failNext('deploy', { lastError: 'Image checksum mismatch' })
simulator.node({ name: 'bad-disk' }).available().failNext('deploy', { lastError: 'No root device found' })
const driver = new IronicDriver({ transport: simulator })

const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
for (const node of ['taken', 'in-repair', 'bad-image', 'bad-disk', 'no-such-node']) await attempt({ node })
await attempt({ node: 'taken', image: { ...image, checksum: 'sha256:abc' } })

async function attempt(part: { node: string } & Partial<Omit<SpawnRequest, 'node'>>): Promise<void> {
  const spawned = await driver.provisioning.spawn({ instance: { id: randomUUID() }, image, ...part })
  console.log(`${part.node}: ${spawned.isOk() ? spawned.value.provision_state : decide(spawned.error)}`)
}
