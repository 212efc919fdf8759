// Shows: how to spawn an instance on a node, and destroy it.
// Assumes: nothing; it runs on the simulator. On a real Ironic IT ERASES THE DISK OF THE NODE, so it needs --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/spawn-and-destroy.ts NODE --yes
// Prints: the outcome of both calls.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver, type IronicDriverError } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = 'metal-1', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`This would erase the disk of node ${node}. Add --yes after the node to do it.`)
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const driver = new IronicDriver({ transport })

const instance = { id: randomUUID(), name: 'web-1' }
const spawned = await driver.provisioning.spawn({
  instance,
  node,
  image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` },
  configDrive: { metaData: { hostname: 'web-1' }, userData: '#cloud-config\n' },
})
if (spawned.isErr()) giveUp(spawned.error)
console.log(
  `${instance.name} is on node ${node}, which is ${spawned.value.provision_state} (${spawned.value.outcome}).`,
)

// Pass the node as well: after a failed tear-down, the node no longer has a link to the instance.
const destroyed = await driver.provisioning.destroy({ instance: instance.id, node: spawned.value.node })
if (destroyed.isErr()) giveUp(destroyed.error)
console.log(`${instance.name} is ${destroyed.value.outcome}.`)

function giveUp(error: IronicDriverError): never {
  console.error(`${error.message} (${error.kind}, ${error.advice})`)
  process.exit(1)
}

function simulatedIronic() {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).withPort().available()
  return simulator
}
