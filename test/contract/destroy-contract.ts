import { randomUUID } from 'node:crypto'
import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'
import { requestFor } from './request-for.js'

/** States in which a conductor works. Without one, nothing can take the instance off the node. */
const STUCK: readonly KnownProvisionState[] = [
  'deploying',
  'deleting',
  'adopting',
  'rescuing',
  'unrescuing',
  'servicing',
]

/** States newer than Ironic 21.4; a server that does not know a state gives no useful answer in it. */
const NEWER: Partial<Record<KnownProvisionState, number>> = {
  'clean hold': 85,
  'deploy hold': 85,
  'service hold': 87,
  'service wait': 87,
  'service failed': 87,
  servicing: 87,
}

/** The contract of destroy, on the simulator and on real Ironic with fake hardware. */
export function destroyContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  it('destroys twice, and destroys an instance that never existed', async () => {
    const { driver, sent } = newDriver()
    const node = await createNode()
    const request = requestFor(node)
    const target = { node, instance: request.instance.id }
    expectOk(await run(driver.provisioning.spawn(request)))
    const [one, two] = await run(
      Promise.all([driver.provisioning.destroy(target), newDriver().driver.provisioning.destroy(target)]),
    )
    expect(expectOk(one).node?.instance).toBeNull()
    expectOk(two)
    sent.clear()
    expect(expectOk(await run(driver.provisioning.destroy(target))).outcome).toBe('was_gone')
    expect(expectOk(await run(driver.provisioning.destroy({ instance: randomUUID() }))).outcome).toBe(
      'was_gone',
    )
    expect(sent.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('destroys while the deployment is still running', async () => {
    const { driver } = newDriver()
    const node = await createNode()
    const request = requestFor(node)
    expectOk(await run(driver.provisioning.requestSpawn(request)))
    const spawning = driver.provisioning.spawn(request)
    const destroying = driver.provisioning.destroy({ node, instance: request.instance.id })
    const [spawned, destroyed] = await run(Promise.all([spawning, destroying]))
    expect(expectOk(destroyed).node?.instance).toBeNull()
    // The spawn either saw it active for a moment, or reports that another client took it away.
    if (spawned.isErr()) expect(spawned.error.kind).toBe('transition_diverged')
  })

  it('does not destroy an instance on another node than the named one', async () => {
    const { driver, sent } = newDriver()
    const [node, other] = [await createNode(), await createNode()]
    const instance = randomUUID()
    expectOk(await run(driver.provisioning.reserve({ node, instance })))
    sent.clear()
    const refused = await run(driver.provisioning.destroy({ node: other, instance }))
    expect(expectErr(refused, 'instance_mismatch')).toMatchObject({ found: null, actualNode: node })
    expect(sent.requests.filter(({ method }) => method !== 'GET')).toEqual([])
    expectOk(await run(driver.provisioning.release({ node, instance })))
  })

  it('reports that a protected instance cannot be destroyed', async () => {
    const { driver } = newDriver()
    const node = await createNode()
    const request = requestFor(node)
    expectOk(await run(driver.provisioning.spawn(request)))
    const protect = (value: boolean) =>
      run(driver.client.nodes.patch(node, [{ op: 'replace', path: '/protected', value }]))
    expectOk(await protect(true))
    const target = { node, instance: request.instance.id }
    expectErr(await run(driver.provisioning.destroy(target)), 'node_protected')
    expectOk(await protect(false))
    expectOk(await run(driver.provisioning.destroy(target)))
  })

  describe('removes an instance from a node in state', () => {
    const newest = Number(world.maxApiVersion.split('.')[1])
    const known = (Object.keys(PROVISION_STATES) as KnownProvisionState[]).filter(
      (state) => (NEWER[state] ?? 0) <= newest,
    )

    it.each(known.filter((state) => !STUCK.includes(state)))('%s', async (state) => {
      const { driver, instance, node } = await reservedIn(state)
      const destroyed = await run(driver.provisioning.destroy({ node, instance }, { deadlineMs: 60_000 }))
      expect(expectOk(destroyed).outcome).toBe('destroyed')
      const after = expectOk(await run(driver.client.nodes.get(node)))
      expect(after).toMatchObject({ instance_uuid: null, maintenance: false })
    })

    it.each(known.filter((state) => STUCK.includes(state)))(
      '%s, or reports what prevents it',
      async (state) => {
        const { driver, instance, node } = await reservedIn(state)
        const destroyed = await run(driver.provisioning.destroy({ node, instance }, { deadlineMs: 4_000 }))
        const error = expectErr(destroyed, 'wait_timed_out')
        expect(error.message).toContain(`"${state}"`)
        expect(error.message).toContain('nothing holds its lock')
        expect(error.lastSeen).toMatchObject({ provision_state: state, instance_uuid: instance })
        expect(error.advice).toBe('check_state')
      },
    )

    async function reservedIn(state: KnownProvisionState) {
      const { driver } = newDriver()
      const node = await createNode()
      const instance = randomUUID()
      expectOk(await run(driver.provisioning.reserve({ node, instance })))
      const target: readonly string[] = PROVISION_STATES[state].targets
      await world.force(node, { provision_state: state, target_provision_state: target[0] ?? null })
      return { driver, instance, node }
    }
  })
}
