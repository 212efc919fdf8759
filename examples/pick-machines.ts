// Shows: how to spawn many instances at once on any nodes that fit. One node fails, and the driver takes another.
// Assumes: nothing; it runs on the simulator. On a real Ironic IT ERASES THE DISKS OF THE NODES, so it needs --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/pick-machines.ts RESOURCE_CLASS --yes
// Prints: the state of each instance, and whether all are destroyed at the end.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [resourceClass = 'gold', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(
    `This would erase the disks of nodes of class ${resourceClass}. Add --yes after the class to do it.`,
  )
  process.exit(2)
}
const driver = new IronicDriver({
  transport: endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint }),
})

const requests = ['web-1', 'web-2', 'web-3'].map((name) => ({
  instance: { id: randomUUID(), name },
  node: { resourceClass, where: ({ extra }: { extra: object }) => !('keep' in extra) },
  image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` },
}))
const report = await driver.provisioning.spawnAll(requests, { concurrency: 3, deadlineMs: 30 * 60_000 })
if (report.isErr()) throw report.error

for (const [index, outcome] of report.value.outcomes.entries()) {
  const name = requests[index]?.instance.name ?? outcome.subject
  if (outcome.outcome === 'done') console.log(`${name}: ${outcome.value.provision_state}`)
  else if (outcome.outcome === 'failed') console.log(`${name}: ${outcome.error.kind}`)
  else console.log(`${name}: not started`)
}

const targets = requests.map(({ instance }) => ({ instance: instance.id }))
const destroyed = await driver.provisioning.destroyAll(targets)
console.log(destroyed.isOk() && destroyed.value.failed === 0 ? 'all destroyed' : 'not all destroyed')

function simulatedIronic() {
  const simulator = new IronicSimulator()
  const machines = ['metal-1', 'metal-2', 'metal-3', 'metal-4'].map((name) =>
    simulator.node({ name, resource_class: 'gold' }).available(),
  )
  simulator.node({ name: 'metal-5', resource_class: 'gold', extra: { keep: 'for tests' } }).available()
  machines[0]?.failNext('deploy', { lastError: 'The disk does not answer' })
  return simulator
}
