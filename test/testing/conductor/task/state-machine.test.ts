import { type KnownProvisionState, PROVISION_STATES } from '../../../../src/states/provision-states.js'
import { ABORT_SINCE, PROVISION_VERBS } from '../../../../src/states/provision-verbs.js'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]
const VERBS = Object.keys(PROVISION_VERBS) as (keyof typeof PROVISION_VERBS)[]

const MORE: Readonly<Record<string, object>> = {
  clean: { clean_steps: [{ interface: 'bios', step: 'factory_reset' }] },
  service: { service_steps: [{ interface: 'vendor', step: 'log_passthrough' }] },
  rescue: { rescue_password: 'x' },
}

/** The state right after each accepted verb. */
const NEXT: Readonly<Record<string, string>> = {
  active: 'deploying',
  rebuild: 'deploying',
  deleted: 'deleting',
  provide: 'cleaning',
  inspect: 'inspecting',
  clean: 'cleaning',
  adopt: 'adopting',
  rescue: 'rescuing',
  unrescue: 'unrescuing',
  service: 'servicing',
}

/** Transitions meant for the conductor itself, which a verb can use too. */
const ODD_EDGES = ['cleaning manage', 'deleting clean']

const isLegal = (state: KnownProvisionState, verb: keyof typeof PROVISION_VERBS) =>
  (PROVISION_VERBS[verb].from as readonly string[]).includes(state) || ODD_EDGES.includes(`${state} ${verb}`)

function nodeIn(state: KnownProvisionState) {
  // fake-hardware cannot abort an inspection.
  const ironic = rawIronic({ hardware: state === 'inspect wait' ? 'redfish' : 'fake-hardware' })
  const image = { image_source: 'http://images/x.img' }
  const node = ironic.simulator.node({ name: 'a' }).inState(state, { instance_info: image })
  return { ...ironic, node }
}

const matrix = STATES.flatMap((state) => VERBS.map((verb) => [state, verb] as const))

describe('every state and every verb', () => {
  it.each(matrix)('%s, %s', async (state, verb) => {
    const { provision, node } = nodeIn(state)
    const reply = await provision('a', verb, MORE[verb])
    if (isLegal(state, verb)) {
      expect(reply.status, reply.fault).toBe(202)
      expect(reply.headers['location']).toBe('http://ironic.test:6385/v1/nodes/a/states')
      const next = NEXT[verb]
      if (next !== undefined) expect(node.now.provision_state).toBe(next)
      return
    }
    expect(reply.status).toBe(400)
    expect(reply.fault).toBe(
      `The requested action "${verb}" can not be performed on node "${node.uuid}" while it is in state "${state}".`,
    )
    expect(node.now).toMatchObject({ provision_state: state, reservation: null })
  })

  const illegal = matrix.filter(([state, verb]) => !isLegal(state, verb))
  it.each(illegal)('a lock makes the refusal in %s of %s a conflict, at once', async (state, verb) => {
    const { provision, node, clock } = nodeIn(state)
    node.lock(60_000, { host: 'other' })
    const before = clock.now()
    const reply = await provision('a', verb, MORE[verb])
    expect(reply.status).toBe(409)
    expect(reply.fault).toContain('is locked by host other, please retry')
    expect(clock.now()).toBe(before)
  })
})

describe('verbs by version', () => {
  const sources: Readonly<Record<string, KnownProvisionState>> = { abort: 'clean wait', unhold: 'clean hold' }
  const rows = VERBS.map((verb) => {
    const minor = Number(PROVISION_VERBS[verb].since.split('.')[1])
    return [verb, minor, sources[verb] ?? PROVISION_VERBS[verb].from[0]] as const
  }).filter(([, minor]) => minor > 1)

  it.each(rows)('%s came with 1.%i', async (verb, minor, state) => {
    const version = (value: number) => ({ version: `1.${value}` })
    const { provision, node } = nodeIn(state)
    expect((await provision(node.uuid, verb, MORE[verb], version(minor - 1))).status).toBe(406)
    expect((await provision(node.uuid, verb, MORE[verb], version(minor))).status).toBe(202)
  })

  const aborts = Object.entries(ABORT_SINCE) as [KnownProvisionState, string][]
  it.each(aborts.filter(([state]) => state === 'inspect wait' || state === 'wait call-back'))(
    'abort in %s came with %s',
    async (state, since) => {
      const before = `1.${Number(since.split('.')[1]) - 1}`
      const reply = await nodeIn(state).provision('a', 'abort', {}, { version: before })
      expect(reply).toMatchObject({ status: 406, fault: 'Request not acceptable.' })
    },
  )

  it.each([
    ['available', 'deploy', 'deploying'],
    ['active', 'undeploy', 'deleting'],
  ] as const)('%s, %s is a synonym', async (state, verb, next) => {
    const { provision, node } = nodeIn(state)
    expect((await provision('a', verb)).status).toBe(202)
    expect(node.now.provision_state).toBe(next)
  })

  it('only the synonym deploy needs a newer version', async () => {
    const refused = await nodeIn('available').provision('a', 'deploy', {}, { version: '1.72' })
    expect(refused.status).toBe(406)
    const taken = await nodeIn('active').provision('a', 'undeploy', {}, { version: '1.72' })
    expect(taken.status).toBe(202)
  })

  it('events that are not verbs are refused as unknown', async () => {
    const { provision } = nodeIn('deploying')
    expect((await provision('a', 'fail')).fault).toBe('The requested action "fail" could not be understood.')
    expect((await provision('a', 'dance')).fault).toContain('can not be performed on node')
  })

  it('a release does not know the states of later ones', async () => {
    const { simulator, provision } = rawIronic({ release: '21.4' })
    simulator.node({ name: 'a' }).inState('wait call-back')
    expect(await provision('a', 'abort')).toMatchObject({ status: 400 })
  })
})

describe('the other arguments', () => {
  it.each([
    ['available', { target: 'active', colour: 1 }, 400, 'Unexpected arguments: colour'],
    ['available', { configdrive: {} }, 400, 'Missing mandatory parameter: target'],
    ['available', { target: 5 }, 400, 'Expected string for target: 5'],
    ['available', { target: 'active', configdrive: 5 }, 400, 'Expected types'],
    ['available', { target: 'active', configdrive: '{not base64}' }, 400, 'it is neither a JSON, nor a URL'],
    ['available', { target: 'active', configdrive: { more: {} } }, 400, 'Invalid configdrive format'],
    ['active', { target: 'deleted', configdrive: 'aGk=' }, 400, 'Adding a config drive is only supported'],
    ['available', { target: 'deploy', configdrive: 'aGk=' }, 400, 'to active, rebuild'],
    ['available', { target: 'active', deploy_steps: [{}] }, 500, "'interface'"],
    [
      'available',
      { target: 'active', deploy_steps: [{ interface: 'bios', step: 'x' }] },
      400,
      "'args' is a required property",
    ],
    ['active', { target: 'deleted', deploy_steps: [{ interface: 'bios', step: 'x' }] }, 400, 'is only valid'],
    ['available', { target: 'active', rescue_password: 'x' }, 400, 'is only valid'],
    ['available', { target: 'active', disable_ramdisk: true }, 400, 'only with manual cleaning'],
    ['manageable', { target: 'clean' }, 400, '"clean_steps" is required'],
    ['manageable', { target: 'clean', clean_steps: [] }, 400, '"clean_steps" is required'],
    [
      'manageable',
      { target: 'clean', clean_steps: [{ interface: 'vendor', step: 'send_raw' }] },
      400,
      "clean step 'vendor.send_raw' is not allowed.",
    ],
    ['active', { target: 'rescue' }, 400, 'A non-empty "rescue_password" is required'],
    ['active', { target: 'rescue', rescue_password: '  ' }, 400, 'A non-empty "rescue_password" is required'],
    ['active', { target: 'service' }, 400, '"service_steps" is required'],
    ['available', { target: 'active', runbook: 'spring' }, 404, 'Runbook spring could not be found.'],
  ] as const)('in %s, %j: %i', async (state, body, status, text) => {
    const { call, node } = nodeIn(state)
    const reply = await call('PUT', '/v1/nodes/a/states/provision', body)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
    expect(node.now.provision_state).toBe(state)
  })

  it.each([
    ['1.34', 'active', { target: 'rebuild', configdrive: 'aGk=' }, 400],
    ['1.55', 'available', { target: 'active', configdrive: { meta_data: {} } }, 400],
    ['1.58', 'available', { target: 'active', configdrive: { vendor_data: {} } }, 400],
    [
      '1.68',
      'available',
      { target: 'active', deploy_steps: [{ interface: 'bios', step: 'x', args: {}, priority: 1 }] },
      406,
    ],
    ['1.69', 'manageable', { target: 'clean', disable_ramdisk: true, ...MORE['clean'] }, 406],
    ['1.107', 'active', { target: 'service', disable_ramdisk: true, ...MORE['service'] }, 406],
    ['1.91', 'manageable', { target: 'clean', runbook: 'x' }, 406],
  ] as const)('%s is too old in %s for %j', async (version, state, body, status) => {
    const { call } = nodeIn(state)
    expect((await call('PUT', '/v1/nodes/a/states/provision', body, { version })).status).toBe(status)
  })
})

describe('guards', () => {
  const guarded = (fields: object, state: KnownProvisionState) => {
    const ironic = nodeIn(state)
    ironic.node.force(fields)
    return ironic
  }

  it.each([
    ['available', 'active', 400, 'The provisioning operation'],
    ['active', 'rebuild', 400, 'The provisioning operation'],
    ['manageable', 'clean', 400, 'The cleaning operation'],
    ['active', 'service', 400, 'The service operation'],
    ['active', 'rescue', 400, 'The rescuing operation'],
    ['rescue', 'unrescue', 400, 'The unrescuing operation'],
    ['active', 'deleted', 202, ''],
    ['manageable', 'provide', 202, ''],
    ['enroll', 'manage', 202, ''],
    ['manageable', 'inspect', 202, ''],
    ['manageable', 'adopt', 202, ''],
    ['clean wait', 'abort', 202, ''],
    ['service failed', 'abort', 409, 'Can not abort service on node'],
  ] as const)('maintenance: in %s, %s answers %i', async (state, verb, status, text) => {
    const { provision } = guarded({ maintenance: true }, state)
    const reply = await provision('a', verb, MORE[verb])
    expect(reply.status).toBe(status)
    expect(reply.fault ?? '').toContain(text)
    if (status === 400) expect(reply.fault).toContain("because it's in maintenance mode.")
  })

  it('provide in maintenance can be forbidden', async () => {
    const { simulator, provision } = rawIronic({ allowProvisioningInMaintenance: false })
    simulator.node({ name: 'a', maintenance: true }).manageable()
    expect((await provision('a', 'provide')).fault).toContain('The providing operation')
  })

  it.each([
    ['active', 'deleted'],
    ['active', 'rebuild'],
  ] as const)('a protected node: in %s, %s is forbidden', async (state, verb) => {
    const { provision, node } = guarded({ protected: true }, state)
    expect(await provision('a', verb)).toMatchObject({
      status: 403,
      fault: `Node ${node.uuid} is protected and cannot be undeployed, rebuilt or deleted`,
    })
  })

  it('a retired node is not provided', async () => {
    const { provision } = guarded({ retired: true }, 'manageable')
    const reply = await provision('a', 'provide')
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain('because it is retired.')
  })

  it('the limits of workers and of concurrent operations', async () => {
    const few = rawIronic({ limits: { workers: 1 } })
    few.simulator.node({ name: 'a' }).available()
    few.simulator.node({ name: 'b' }).available()
    expect((await few.provision('a', 'active')).status).toBe(202)
    expect(await few.provision('b', 'active')).toMatchObject({
      status: 503,
      fault: 'Requested action cannot be performed due to lack of free conductor workers.',
    })
    expect(few.simulator.find('b')?.now.provision_state).toBe('available')
    await few.clock.advance(60_000)
    expect((await few.provision('b', 'active')).status).toBe(202)

    const limited = rawIronic({ limits: { concurrentDeploy: 1, concurrentClean: 1 } })
    for (const name of ['a', 'b']) limited.simulator.node({ name }).available()
    for (const name of ['c', 'd']) limited.simulator.node({ name }).active()
    expect((await limited.provision('a', 'active')).status).toBe(202)
    expect((await limited.provision('b', 'active')).fault).toContain(
      'concurrent action limit for provisioning',
    )
    expect((await limited.provision('c', 'deleted')).status).toBe(202)
    expect((await limited.provision('d', 'deleted')).fault).toContain('limit for unprovisioning')
  })
})
