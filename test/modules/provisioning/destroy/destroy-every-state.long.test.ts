import { randomUUID } from 'node:crypto'
import {
  IronicDriver,
  PROVISION_STATES,
  type KnownProvisionState,
  type NodeTarget,
  type Transport,
} from 'ironic-driver'
import type { ProfileName, SimulatedRelease } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

/** States that a conductor leaves by itself; here no conductor works on the node, so the test must move it. */
const BUSY: readonly string[] = ['deploying', 'deleting', 'adopting', 'rescuing', 'unrescuing', 'servicing']

/** States that were added after Ironic 21.4. */
const NEWER: readonly string[] = [
  'clean hold',
  'deploy hold',
  'service hold',
  'service wait',
  'service failed',
  'servicing',
]

type TargetOf = (both: { node: string; instance: string }) => NodeTarget

const BY_BOTH: TargetOf = (both) => both
const TARGETS: readonly (readonly [string, TargetOf])[] = [
  ['its instance', ({ instance }) => ({ instance })],
  ['its node', ({ node }) => ({ node })],
  ['both', BY_BOTH],
]

function siteIn(state: KnownProvisionState, hardware: ProfileName, release: SimulatedRelease) {
  const site = simulatedSite({ hardware, release })
  const instance = randomUUID()
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron' })
    .withPort({ internal_info: { tenant_vif_port_id: vif } })
    .inState(state, { instance_uuid: instance, power_state: 'power on', instance_info: { a: 1 } })
  return { ...site, node, instance }
}

/** Returns what was written, and what was written after Ironic accepted the tear-down. */
function writesOf({ simulator }: ReturnType<typeof siteIn>) {
  const taken = simulator.requests.findIndex(
    ({ body, status }) => status === 202 && body?.includes('"deleted"'),
  )
  const after = taken < 0 ? [] : simulator.requests.slice(taken + 1)
  return after.filter(({ method }) => method !== 'GET').map(({ route }) => route)
}

describe.each<[ProfileName, SimulatedRelease]>([
  ['fake-hardware', '21.4'],
  ['fake-hardware', '29.0'],
  ['fake-hardware', '39.0'],
  ['redfish', '21.4'],
  ['redfish', '29.0'],
  ['redfish', '39.0'],
])('on %s with Ironic %s destroys by', (hardware, release) => {
  const known = STATES.filter((state) => release !== '21.4' || !NEWER.includes(state))

  describe.each(TARGETS)('%s', (_by, targetOf) => {
    it.each(known)('an instance in state "%s"', async (state) => {
      // A busy node is locked anyway, and the target's form does not affect a lock.
      const isLockTried = targetOf === BY_BOTH && !BUSY.includes(state)
      for (const lockedMs of isLockTried ? [0, 30_000] : [0]) {
        const site = siteIn(state, hardware, release)
        const { driver, run, clock, node, instance, simulator } = site
        if (BUSY.includes(state)) {
          // The conductor finishes its work half a minute later.
          node.lock(Infinity)
          void clock.sleep(30_000).then(() => node.force({ provision_state: nextOf(state) }))
        } else if (lockedMs > 0) node.lock(lockedMs)
        if (state === 'clean hold') node.force({ power_state: 'power off' })

        const target = targetOf({ node: node.uuid, instance })
        const destroyed = expectOk(await run(driver.provisioning.destroy(target)))
        expect(destroyed.outcome).toBe('destroyed')
        expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false })
        expect(destroyed.node).toMatchObject({ node: node.uuid, instance: null })
        expect(writesOf(site)).toEqual([])

        await clock.advance(3_600_000)
        expect(PROVISION_STATES[node.now.provision_state as KnownProvisionState].occupied).toBe(false)
        const kinds = simulator.leftovers().map(({ kind }) => kind)
        // Ironic forbids changing it in a transition; a later spawn rewrites it.
        expect(kinds.filter((kind) => kind !== 'instance_info')).toEqual([])
        expect(expectOk(await run(driver.provisioning.destroy(target))).outcome).toBe('was_gone')
      }
    })
  })
})

function nextOf(state: string): KnownProvisionState {
  const next: Readonly<Record<string, KnownProvisionState>> = {
    deploying: 'wait call-back',
    adopting: 'active',
    rescuing: 'rescue',
    unrescuing: 'active',
    servicing: 'active',
  }
  return next[state] ?? 'error'
}

it.each([false, true])('destroys from an unknown state, refused first: %s', async (refused) => {
  const { simulator, clock, run, node, instance } = siteIn('active', 'fake-hardware', '39.0')
  const transport: Transport = {
    send: async (request) => {
      const reply = await simulator.send(request)
      const rename = (body: string) =>
        body.replace(/"provision_state": ?"active"/, '"provision_state":"levitating"')
      return reply.map((answer) => ({ ...answer, body: rename(answer.body) }))
    },
  }
  if (refused)
    simulator.disruptions.next({ method: 'PUT' }, { kind: 'status', status: 400, fault: STATE_REFUSED })
  const driver = new IronicDriver({ transport, clock })
  const destroyed = await run(driver.provisioning.destroy({ node: node.uuid, instance }))
  if (refused) expectErr(destroyed, 'node_not_ready')
  else {
    expect(expectOk(destroyed).outcome).toBe('destroyed')
    expect(node.now.instance_uuid).toBeNull()
  }
  const verbs = simulator.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body)
  expect(verbs).toEqual(refused ? ['{"target":"deleted"}', '{"target":"abort"}'] : ['{"target":"deleted"}'])
})

const STATE_REFUSED =
  'The requested action "deleted" can not be performed on node "metal-1" while it is in state "levitating".'

it('tears down a node without an instance only when the target names the node alone', async () => {
  const { driver, run, node } = siteIn('active', 'fake-hardware', '39.0')
  node.force({ instance_uuid: null })
  const target = { node: node.uuid, instance: randomUUID() }
  const refused = expectErr(await run(driver.provisioning.destroy(target)), 'instance_mismatch')
  expect([refused.found, node.now.provision_state]).toEqual([null, 'active'])
  expect(refused.message).toContain('call destroy with only the node')
  expectErr(await run(driver.provisioning.waitForDestroy(target)), 'transition_diverged')
  expect(expectOk(await run(driver.provisioning.destroy({ node: 'metal-1' }))).outcome).toBe('destroyed')
  expect(node.now.provision_state).not.toBe('active')
})

it('names the state that it cannot leave', async () => {
  const { driver, run, node, instance, simulator } = siteIn('service hold', 'fake-hardware', '39.0')
  simulator.disruptions.next(
    { method: 'PUT' },
    { kind: 'status', status: 400, fault: STATE_REFUSED },
    { times: 9 },
  )
  const stuck = await run(driver.provisioning.destroy({ node: node.uuid, instance }))
  expect(expectErr(stuck, 'node_not_ready')).toMatchObject({
    provisionState: 'service hold',
    advice: 'fix_node',
  })
})
