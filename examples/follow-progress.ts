// Shows: how to follow the progress of a spawn, and how to cancel it half way.
// Assumes: nothing; it runs on the simulator. On a real Ironic IT ERASES THE DISK OF THE NODE, so it needs --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/follow-progress.ts NODE --yes
// Prints: a line for each change of the node, the result, and that nothing is left.

import { randomUUID } from 'node:crypto'
import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = 'metal-1', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`This would erase the disk of node ${node}. Add --yes after the node to do it.`)
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const driver = new IronicDriver({ transport })

const instance = { id: randomUUID() }
const giveUp = new AbortController()
process.once('SIGINT', () => {
  giveUp.abort()
})

const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
const spawned = await driver.provisioning.spawn(
  { instance, node, image },
  {
    signal: giveUp.signal,
    deadlineMs: 20 * 60_000,
    onProgress: ({ elapsedMs, provision_state, step = 'no step', power_state }) => {
      console.log(`${(elapsedMs / 1000).toFixed(0)} s: ${provision_state}, ${step}, ${String(power_state)}`)
      // The user cancels while the image is being written.
      if (endpoint === undefined && step === 'deploy.write_image') giveUp.abort()
    },
  },
)
console.log(spawned.isOk() ? `done: ${spawned.value.provision_state}` : `not done: ${spawned.error.kind}`)

// The driver undoes an aborted spawn like a failed one, unless you set `onAbort: 'keep'`. So this finds nothing.
const destroyed = await driver.provisioning.destroy({ instance: instance.id })
console.log(destroyed.isOk() ? `the instance is ${destroyed.value.outcome}` : destroyed.error.message)

function simulatedIronic() {
  const timings = {
    prepare: 1_000,
    powerOn: 1_000,
    powerOff: 500,
    agentBoot: 1_000,
    agentStep: 1_500,
    tearDown: 500,
  }
  const simulator = new IronicSimulator({ hardware: 'redfish', timings })
  simulator.node({ name: 'metal-1' }).withPort().available()
  return simulator
}
