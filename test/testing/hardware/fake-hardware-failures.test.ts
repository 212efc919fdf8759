import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'
import { watch } from '../support/watched-node.js'

const INSTANCE = '11111111-1111-4111-8111-111111111111'
const STEP = { interface: 'vendor', step: 'log_passthrough' }

describe('a scripted failure', () => {
  it.each([
    ['deploy', 'available', 'active', 'deploy failed', 'Deploy step deploy.deploy failed: no disk.'],
    ['clean', 'manageable', 'provide', 'clean failed', 'failed step'],
    ['teardown', 'active', 'deleted', 'error', 'Failed to tear down: no disk'],
    ['manage', 'enroll', 'manage', 'enroll', 'Error: no disk'],
    ['inspect', 'manageable', 'inspect', 'inspect failed', 'no disk'],
    ['adopt', 'manageable', 'adopt', 'adopt failed', 'Error while attempting to adopt node'],
    ['rescue', 'active', 'rescue', 'rescue failed', 'Failed to rescue: no disk'],
    ['unrescue', 'rescue', 'unrescue', 'unrescue failed', 'Failed to unrescue: no disk'],
    ['service', 'active', 'service', 'service failed', 'failed step'],
  ] as const)('of %s: from %s by %s to %s', async (operation, from, verb, to, text) => {
    const ironic = rawIronic()
    const node = ironic.simulator
      .node({ name: 'a' })
      .inState(from)
      .failNext(operation, { lastError: 'no disk' })
    const more = { service: { service_steps: [STEP] }, rescue: { rescue_password: 'x' } } as Record<
      string,
      object
    >
    expect((await ironic.provision('a', verb, more[verb])).status).toBe(202)
    expect((await watch(ironic, 'a')).at(-1)).toBe(to)
    expect(node.now.last_error).toContain(text)
    expect(node.now.last_error).toContain('no disk')
    const written = node.history.filter(({ severity }) => severity === 'ERROR')
    expect(written.map(({ event }) => event)).toContain(node.now.last_error)
  })

  it('happens once, in the order of the script', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).available().failNext('deploy').failNext('deploy')
    for (const end of ['deploy failed', 'deploy failed', 'active']) {
      await ironic.provision('a', 'active')
      expect((await watch(ironic, 'a')).at(-1)).toBe(end)
    }
    expect(node.now.last_error).toBeNull()
  })

  it('of a tear-down still clears the instance', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).active().failNext('teardown')
    await ironic.provision('a', 'deleted')
    await watch(ironic, 'a')
    expect(node.now).toMatchObject({ provision_state: 'error', instance_uuid: null })
  })
})

describe('abort and unhold', () => {
  it.each([
    ['clean wait', 'clean failed', 'By request, the clean operation was aborted'],
    ['clean hold', 'clean failed', 'By request, the clean operation was aborted'],
    ['wait call-back', 'deploy failed', 'By request, the deploy operation was aborted'],
    ['service wait', 'active', 'By request, the service operation was aborted'],
    ['service hold', 'active', 'By request, the service operation was aborted'],
    ['service failed', 'active', 'By request, the service operation was aborted'],
    ['rescue wait', 'rescue failed', null],
  ] as const)('abort in %s ends in %s', async (from, to, lastError) => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).inState(from)
    await ironic.provision('a', 'abort')
    expect((await watch(ironic, 'a')).at(-1)).toBe(to)
    expect(node.now.last_error).toBe(lastError)
  })

  it("abort in deploy hold removes the instance, and fails in Ironic's own state machine", async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a' }).inState('deploy hold', { instance_uuid: INSTANCE })
    await ironic.provision('a', 'abort')
    expect((await watch(ironic, 'a')).at(-1)).toBe('deploy failed')
    expect(node.now.instance_uuid).toBeNull()
    expect(node.now.last_error).toContain("Can not transition from state 'deploy failed' on event 'clean'")
    expect((await ironic.provision('a', 'deleted')).status).toBe(202)
  })

  it('abort only marks a step that cannot be interrupted', async () => {
    const ironic = rawIronic()
    const step = { interface: 'bios', step: 'flash', abortable: false }
    const node = ironic.simulator.node({ name: 'a' }).inState('clean wait', { clean_step: step })
    expect((await ironic.provision('a', 'abort')).status).toBe(202)
    expect(node.now).toMatchObject({ provision_state: 'clean wait', clean_step: { abort_after: true } })
  })

  it.each([
    ['clean hold', 'clean wait'],
    ['deploy hold', 'wait call-back'],
  ] as const)('unhold in %s goes to %s', async (from, to) => {
    const { simulator, provision } = rawIronic()
    const node = simulator.node({ name: 'a' }).inState(from)
    await provision('a', 'unhold')
    expect(node.now).toMatchObject({ provision_state: to, reservation: null })
  })
})
