import { expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const STEP = { interface: 'deploy', step: 'erase_devices_metadata' }
const HOUR = 3_600_000

it.each([
  [
    'available',
    'active',
    {},
    'wait call-back',
    'deploy failed',
    'Timeout reached while waiting for callback',
  ],
  ['manageable', 'provide', {}, 'clean wait', 'clean failed', 'Timeout reached while cleaning the node.'],
  [
    'manageable',
    'clean',
    { clean_steps: [STEP] },
    'clean wait',
    'clean failed',
    'Timeout reached while cleaning',
  ],
  [
    'manageable',
    'inspect',
    {},
    'inspect wait',
    'inspect failed',
    'Timeout reached while inspecting the node.',
  ],
  ['active', 'rescue', { rescue_password: 'x' }, 'rescue wait', 'rescue failed', 'rescue ramdisk callback'],
  [
    'active',
    'service',
    { service_steps: [STEP] },
    'service wait',
    'service failed',
    'Timeout reached while servicing the node.',
  ],
] as const)(
  'from %s by %s %j: an agent that never calls ends it',
  async (from, verb, more, wait, end, text) => {
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).inState(from).setAgent('silent')
    expect((await provision('a', verb, more)).status).toBe(202)
    await clock.advance(5 * 60_000)
    expect(node.now).toMatchObject({ provision_state: wait, reservation: null })
    await clock.advance(2 * HOUR)
    expect(node.now).toMatchObject({ provision_state: end, reservation: null })
    expect([node.now.last_error ?? '', ...node.history.map(({ event }) => event)].join('\n')).toContain(text)
  },
)

it.each([
  ['manageable', 'inspect', {}, 'inspect wait', 'inspect failed'],
  ['active', 'rescue', { rescue_password: 'x' }, 'rescue wait', 'rescue failed'],
  ['active', 'service', { service_steps: [STEP] }, 'service wait', 'active'],
] as const)('from %s by %s %j: it can be aborted', async (from, verb, more, wait, end) => {
  const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
  const node = simulator.node({ name: 'a', instance_info: IMAGE }).inState(from).setAgent('silent')
  await provision('a', verb, more)
  await clock.advance(5 * 60_000)
  expect(node.now.provision_state).toBe(wait)
  expect((await provision('a', 'abort')).status).toBe(202)
  await clock.advance(5 * 60_000)
  expect(node.now).toMatchObject({ provision_state: end, reservation: null })
})
