// Shows: a process that dies during a deployment, and another one that continues. All state is in Ironic: the second
//   process spawns the same instance again, and joins the deployment.
// Assumes: nothing; it runs on the simulator. On a real Ironic IT ERASES THE DISK OF THE NODE, so it needs --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/resume-after-a-crash.ts NODE --yes
// Prints: the outcome of each spawn, and the number of deployments.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { recordRequests, IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = 'metal-1', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`This would erase the disk of node ${node}. Add --yes after the node to do it.`)
  process.exit(2)
}
const recorder = recordRequests(endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint }))

// Store only the request, for example in a database, before you send it.
const request = {
  instance: { id: randomUUID(), name: 'web-1' },
  node,
  image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` },
}

const beforeTheCrash = new IronicDriver({ transport: recorder })
const asked = await beforeTheCrash.provisioning.requestSpawn(request)
console.log(`first process: ${asked.isOk() ? asked.value.outcome : asked.error.message}, then it dies`)

for (const process of ['second process', 'third process']) {
  const driver = new IronicDriver({ transport: recorder })
  const spawned = await driver.provisioning.spawn(request)
  console.log(`${process}: ${spawned.isOk() ? spawned.value.outcome : spawned.error.message}`)
}
const deployments = recorder.requests.filter(({ route }) => route.endsWith('/states/provision'))
console.log(`deployments: ${deployments.length}`)

const driver = new IronicDriver({ transport: recorder })
const destroyed = await driver.provisioning.destroy({ instance: request.instance.id })
console.log(destroyed.isOk() ? destroyed.value.outcome : destroyed.error.message)

function simulatedIronic() {
  const simulator = new IronicSimulator({ timings: { deployStep: 1_500 } })
  simulator.node({ name: 'metal-1' }).available()
  return simulator
}
