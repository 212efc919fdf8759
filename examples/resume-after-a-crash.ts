// Shows: a process that dies while a machine is being deployed, and another one that goes on. Nothing that matters
//   lives in memory: the second one spawns the same instance again, and joins.
// Assumes: nothing; it runs on the simulator. On a real Ironic THE DISK OF THE NODE IS ERASED, so it wants --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/resume-after-a-crash.ts NODE --yes
// Prints: the outcome of each spawn, and how many deployments Ironic was asked for.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver, recordRequests } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = 'metal-1', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`The disk of node ${node} would be erased. Say --yes behind its name to do that.`)
  process.exit(2)
}
const recorder = recordRequests(endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint }))

// All that has to be kept is the request itself: in a database, before anything is asked for.
const request = {
  instance: { id: randomUUID(), name: 'web-1' },
  node,
  image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` },
}

const beforeTheCrash = new IronicDriver({ transport: recorder })
const asked = await beforeTheCrash.provisioning.requestSpawn(request)
console.log(`first process: ${asked.isOk() ? asked.value.outcome : asked.error.message}, and it dies`)

for (const process of ['second process', 'third process']) {
  const driver = new IronicDriver({ transport: recorder })
  const spawned = await driver.provisioning.spawn(request)
  console.log(`${process}: ${spawned.isOk() ? spawned.value.outcome : spawned.error.message}`)
}
const deployments = recorder.requests.filter(({ route }) => route.endsWith('/states/provision'))
console.log(`deployments asked for: ${deployments.length}`)

const driver = new IronicDriver({ transport: recorder })
const destroyed = await driver.provisioning.destroy({ instance: request.instance.id })
console.log(destroyed.isOk() ? destroyed.value.outcome : destroyed.error.message)

function simulatedIronic() {
  const simulator = new IronicSimulator({ timings: { deployStep: 1_500 } })
  simulator.node({ name: 'metal-1' }).available()
  return simulator
}
