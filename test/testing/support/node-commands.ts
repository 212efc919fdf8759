import fc from 'fast-check'
import type { FailingOperation, SimulatedNode } from 'ironic-driver/testing'
import { expect } from 'vitest'
import { IRONIC_STATE_MACHINE } from '../../support/ironic-state-machine.js'
import { type Expected, LOCKED, MODEL_RELEASES, type NodeModel, type Verb } from './node-model.js'
import type { RawIronic, RawReply } from './raw-ironic.js'

/** The simulator with the modelled node. */
export interface RealNode {
  readonly ironic: RawIronic
  readonly node: SimulatedNode
}

type NodeCommand = fc.AsyncCommand<NodeModel, RealNode>
type Run = (model: NodeModel, real: RealNode) => unknown

/** Returns a command that does something, and then compares the node with what the model allows. */
function command(name: string, run: Run, check: (model: NodeModel) => boolean = () => true): NodeCommand {
  return {
    check,
    toString: () => name,
    run: async (model, real) => {
      await run(model, real)
      look(model, real)
    },
  }
}

function look(model: NodeModel, { node }: RealNode): void {
  expect(node.exists).toBe(model.exists)
  if (!model.exists) return
  const { provision_state: state, target_provision_state: target, reservation, maintenance, fault } = node.now
  expect(model.reachable()).toContain(state)
  model.see(state)
  if (state.endsWith('ing')) expect(reservation, state).not.toBeNull()
  if (!state.startsWith('clean')) expect(target, state).toBe(IRONIC_STATE_MACHINE[state]?.target)
  model.target = target
  // Only Ironic itself sets a fault, and ends the maintenance that it set for one.
  if (fault === null && model.controller === 'answers' && !model.wasFaulty)
    expect(maintenance).toBe(model.maintenance)
  model.wasFaulty = fault !== null
  if (maintenance !== model.maintenance) model.disturb()
  model.maintenance = maintenance
}

function expectReply({ status, fault = '' }: RawReply, expected: Expected): void {
  expect(status, fault).toBe(expected.status)
  if (expected.fault !== null) expect(fault).toMatch(expected.fault)
}

function lockOf({ node }: RealNode): string | null {
  return node.exists ? node.now.reservation : null
}

/** Returns the scripted failures that have not happened yet. */
function failing({ ironic: { simulator } }: RealNode): string[] {
  return simulator
    .snapshot()
    .nodes.flatMap(({ machine }) => machine.failures.map(({ operation }) => operation))
}

function bodyOf(verb: Verb, { profile }: NodeModel): object {
  const fake = profile === 'fake-hardware'
  const inBand = { interface: 'deploy', step: 'erase_devices' }
  if (verb === 'clean') return { clean_steps: [fake ? { interface: 'bios', step: 'factory_reset' } : inBand] }
  if (verb === 'service')
    return { service_steps: [fake ? { interface: 'vendor', step: 'log_passthrough' } : inBand] }
  return verb === 'rescue' ? { rescue_password: 'x' } : {}
}

const verb = (name: Verb) =>
  command(
    name,
    async (model, real) => {
      const { ironic, node } = real
      if (model.exists)
        node.force({ instance_info: { image_source: 'http://images/x.img', image_checksum: 'sha256:0' } })
      const lock = lockOf(real)
      const scripted = failing(real)
      const version = { version: `1.${MODEL_RELEASES[model.release]}` }
      const reply = await ironic.provision(node.uuid, name, bodyOf(name, model), version)
      if (lock === null) expectReply(reply, model.replyTo(name))
      else if (!model.isLegal(name)) expectReply(reply, model.replyToLocked(name))
      else if (reply.status === 409) expectReply(reply, LOCKED)
      else afterLock(model, name, reply)
      if (reply.status === 202) model.accept(name, scripted)
      if (lock !== null) model.disturb()
    },
    (model) => !isUnknown(name, model),
  )

/** The lock came free while the request waited, and the node had reached its next state by then. */
function afterLock(model: NodeModel, name: Verb, reply: RawReply): void {
  const was = model.state
  const fits = model.reachable().find((state) => {
    model.state = state
    return model.replyTo(name).status === reply.status
  })
  expect(fits, `${String(reply.status)} ${reply.fault ?? ''}`).toBeDefined()
  if (reply.status !== 202) model.state = was
}

/** Returns whether the release does not know the verb, whose refusal then has other words, in any state. */
function isUnknown(name: Verb, { release }: NodeModel): boolean {
  return MODEL_RELEASES[release] < ({ service: 87, unhold: 85 }[name as string] ?? 1)
}

const power = (target: string) =>
  command(`power ${target}`, async (model, real) => {
    const lock = lockOf(real)
    const expected = model.replyToPower()
    const version = { version: `1.${MODEL_RELEASES[model.release]}` }
    const reply = await real.ironic.power(real.node.uuid, target, {}, version)
    if (lock === null || expected.status !== 202) expectReply(reply, expected)
    else expect([202, 400, 409]).toContain(reply.status)
    model.disturb()
  })

const maintain = (method: 'PUT' | 'DELETE') =>
  command(`${method} maintenance`, async (model, real) => {
    const lock = lockOf(real)
    const path = `/v1/nodes/${real.node.uuid}/maintenance`
    const reply = await real.ironic.call(method, path, undefined, { version: '1.82' })
    if (!model.exists) return expect(reply.status).toBe(404)
    expect(lock === null ? [202] : [202, 409]).toContain(reply.status)
    model.disturb()
    if (reply.status === 202) model.maintenance = method === 'PUT'
  })

const remove = command('DELETE node', async (model, real) => {
  const lock = lockOf(real)
  const reply = await real.ironic.call('DELETE', `/v1/nodes/${real.node.uuid}`, undefined, {
    version: '1.82',
  })
  if (lock === null) expectReply(reply, model.replyToDelete())
  else expect([204, 403, 409]).toContain(reply.status)
  if (reply.status === 204) model.exists = false
})

const create = command(
  'POST node',
  async (model, { ironic, node }) => {
    const body = { uuid: node.uuid, driver: model.profile }
    const reply = await ironic.call('POST', '/v1/nodes', body, { version: '1.82' })
    expect(reply.status, reply.fault).toBe(201)
    model.begin()
  },
  (model) => !model.exists,
)

/** Fails what the conductor is doing; what waits or is done does not change. */
const restart = command(
  'restart conductor',
  (model, { ironic, node }) => {
    const { provision_state: before } = node.now
    model.disturb()
    ironic.simulator.restartConductor()
    const after = before.endsWith('ing') ? model.machine[before]?.['fail'] : before
    expect(node.now).toMatchObject({ provision_state: after, reservation: null, target_power_state: null })
  },
  (model) => model.exists,
)

const advance = (ms: number) => command(`advance ${ms}`, (_, { ironic }) => ironic.clock.advance(ms))

/** Takes long enough for everything under way to end, time-outs included. */
const settle = command('settle', async (model, real) => {
  await real.ironic.clock.advance(3 * 3_600_000)
  if (!model.exists) return
  const { provision_state: state, reservation } = real.node.now
  expect(model.ends()).toContain(state)
  if (!state.endsWith('wait') && state !== 'wait call-back') expect(reservation, state).toBeNull()
})

/** Returns a command that changes the hardware or the node without a request. */
const script = (name: string, run: (model: NodeModel, node: SimulatedNode) => unknown, idle = false) =>
  command(
    name,
    (model, { node }) => {
      model.disturb()
      run(model, node)
    },
    (model) => model.exists && !(idle && model.isBusy),
  )

const fail = (operation: FailingOperation) =>
  script(`fail ${operation}`, (_, node) => node.failNext(operation))
const hold = (ms: number) =>
  script(`lock ${ms}`, (_, node) => (node.now.reservation === null ? node.lock(ms) : undefined))
const agent = (does: NodeModel['agent']) =>
  script(`agent ${does}`, (model, node) => node.setAgent((model.agent = does)))
const controller = (does: NodeModel['controller']) =>
  script(`controller ${does}`, (model, node) => node.setController((model.controller = does)))
const flag = (name: 'protected' | 'retired', value: boolean) =>
  script(`${name} ${value}`, (model, node) => node.force({ [name]: (model[name] = value) }), true)

const VERBS = fc.constantFrom<Verb>(
  ...(['active', 'rebuild', 'deleted', 'manage', 'provide', 'inspect', 'abort'] as const),
  ...(['clean', 'adopt', 'rescue', 'unrescue', 'unhold', 'service'] as const),
)
const OPERATIONS = fc.constantFrom<FailingOperation>(
  ...([
    'deploy',
    'clean',
    'teardown',
    'manage',
    'inspect',
    'rescue',
    'unrescue',
    'adopt',
    'service',
  ] as const),
)

/** The next actions of a client, the hardware or time. Verbs and time come more often than the rest. */
export const NODE_COMMANDS: fc.Arbitrary<NodeCommand>[] = [
  VERBS.map(verb),
  VERBS.map(verb),
  VERBS.map(verb),
  fc.constantFrom(100, 700, 3_000, 20_000, 120_000).map(advance),
  fc.constant(settle),
  fc.constant(settle),
  OPERATIONS.map(fail),
  fc.constantFrom('power on', 'power off', 'rebooting', 'soft power off').map(power),
  fc.constantFrom('PUT' as const, 'DELETE' as const).map(maintain),
  fc.oneof(
    fc.constantFrom(500, 30_000).map(hold),
    fc.constantFrom('calls' as const, 'silent' as const).map(agent),
    fc.constantFrom('answers' as const, 'answers' as const, 'silent' as const).map(controller),
    fc
      .tuple(fc.constantFrom('protected' as const, 'retired' as const), fc.boolean())
      .map(([name, value]) => flag(name, value)),
    fc.constant(remove),
    fc.constant(create),
    fc.constant(restart),
  ),
]
