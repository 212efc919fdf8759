// Shows: how to unit-test a service that uses the driver. The nodes and the time are simulated: half an hour of
//   deployment takes milliseconds.
// Assumes: nothing. It uses Node's own test runner; any other works too.
// Prints: the output of the test runner.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'

/** The service under test: returns the first node on which the instance can be spawned. */
async function rentMachine(driver: IronicDriver, instance: string, nodes: readonly string[]) {
  const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
  for (const node of nodes) {
    const spawned = await driver.provisioning.spawn({ instance: { id: instance }, node, image })
    if (spawned.isOk()) return spawned.value.name
    if (spawned.error.advice !== 'try_other_node') return undefined
  }
  return undefined
}

const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'

function createWorld() {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, hardware: 'redfish' })
  return { clock, simulator, driver: new IronicDriver({ transport: simulator, clock }) }
}

void test('takes the next node when one fails, and leaves nothing on the failed one', async () => {
  const { clock, simulator, driver } = createWorld()
  const broken = simulator.node({ name: 'broken' }).available().failNext('deploy')
  simulator.node({ name: 'healthy' }).available()

  assert.equal(await clock.run(rentMachine(driver, INSTANCE, ['broken', 'healthy'])), 'healthy')

  assert.equal(broken.now.instance_uuid, null)
  assert.deepEqual(
    simulator.leftovers().filter(({ node }) => node === broken.uuid),
    [],
  )
})

void test('deploys only once when the reply to the deployment is lost', async () => {
  const { clock, simulator, driver } = createWorld()
  const node = simulator.node({ name: 'metal-1' }).available()
  simulator.disruptions.next({ method: 'PUT', path: `/v1/nodes/${node.uuid}/states/provision` }, 'drop-after')

  assert.equal(await clock.run(rentMachine(driver, INSTANCE, ['metal-1'])), 'metal-1')

  assert.equal(simulator.tally()['PUT /v1/nodes/{uuid}/states/provision'], 1)
})
