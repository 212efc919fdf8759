import { describe, expect, it } from 'vitest'
import { type RawIronic, rawIronic } from '../../support/raw-ironic.js'

const RULES = '/v1/inspection_rules'
const LOG = [{ op: 'log', args: { msg: 'seen' } }]

interface Rule {
  readonly uuid: string
  readonly [field: string]: unknown
}

async function addRule(raw: RawIronic, rule: object): Promise<Rule> {
  const reply = await raw.call('POST', RULES, { conditions: [], ...rule })
  expect(reply.fault).toBeUndefined()
  return reply.json as Rule
}

describe('inspection rules', () => {
  it('are created, listed, shown, patched and deleted', async () => {
    const raw = rawIronic()
    const made = await raw.call('POST', RULES, { actions: LOG, conditions: [], priority: 5 })
    expect(made.status).toBe(201)
    const { uuid } = made.json as Rule
    expect(made.headers['location']).toBe(`http://ironic.test:6385/v1/inspection_rules/${uuid}`)
    expect(made.json).toMatchObject({
      priority: 5,
      phase: 'main',
      sensitive: false,
      description: null,
      links: [{ href: `http://ironic.test:6385/v1/inspection/${uuid}` }, {}],
    })
    const listed = await raw.call('GET', RULES)
    const [first] = (listed.json as { inspection_rules: Rule[] }).inspection_rules
    expect(Object.keys(first ?? {}).sort()).toEqual(['description', 'links', 'phase', 'priority', 'uuid'])
    const patched = await raw.patch(`${RULES}/${uuid}`, [
      { op: 'replace', path: '/description', value: 'mine' },
      { op: 'add', path: '/conditions/-', value: { op: '!eq', args: { values: [1, 2] } } },
    ])
    expect(patched.json).toMatchObject({ description: 'mine', conditions: [{ op: '!eq' }] })
    expect((await raw.call('DELETE', `${RULES}/${uuid}`)).status).toBe(204)
    expect(await raw.call('GET', `${RULES}/${uuid}`)).toMatchObject({
      status: 404,
      fault: `Rule ${uuid} could not be found.`,
    })
  })

  it('without conditions are created, although the reply is an error', async () => {
    const { call } = rawIronic()
    const reply = await call('POST', RULES, { actions: LOG })
    expect(reply).toMatchObject({ status: 500, fault: "'NoneType' object is not iterable" })
    const listed = await call('GET', `${RULES}?detail=true`)
    expect(listed.json).toMatchObject({ inspection_rules: [{ conditions: [], actions: LOG }] })
  })

  it('that are sensitive hide their actions, and stay sensitive', async () => {
    const raw = rawIronic()
    const { uuid, ...shown } = await addRule(raw, { actions: LOG, sensitive: true })
    expect(shown).toMatchObject({ sensitive: true, actions: null, conditions: null })
    const reply = await raw.patch(`${RULES}/${uuid}`, [{ op: 'replace', path: '/sensitive', value: false }])
    expect(reply.fault).toContain('Inspection rules cannot have the sensitive flag unset.')
  })

  it.each([
    [{}, 400, "Schema error: 'actions' is a required property"],
    [{ actions: [] }, 400, 'Schema error: [] should be non-empty'],
    [{ actions: LOG, phase: 'early' }, 400, 'Invalid phase: early. Valid phases are: main'],
    [{ actions: LOG, priority: 10_000 }, 400, 'Priority must be between 0 and 9999 for user-defined rules.'],
    [{ actions: [{ op: 'log', args: {} }] }, 500, 'missing required argument(s): msg'],
    [
      { actions: LOG, conditions: [{ op: 'eq', args: { x: 1 } }] },
      500,
      'missing required argument(s): values; unexpected argument(s): x',
    ],
  ])('refuse %j', async (body, status, fault) => {
    expect(await rawIronic().call('POST', RULES, body)).toMatchObject({ status, fault })
  })

  it.each([
    ['39.0', 'GET', '1.95', 404, 'The API version does not allow inspection rules'],
    ['39.0', 'POST', '1.95', 405, 'The API version does not allow inspection rules'],
    ['21.4', 'GET', '1.82', 404, ''],
  ] as const)('of %s answer %s at %s with %i', async (release, method, version, status, fault) => {
    const reply = await rawIronic({ release }).call(method, RULES, undefined, { version })
    expect(reply).toMatchObject({ status, fault })
  })
})

describe('an inspection by an agent', () => {
  const FOUND = { cpu: { count: 8, architecture: 'x86_64' }, bmc_address: '10.1.2.3', bmc_password: 'hush' }

  async function inspect(rules: readonly object[]) {
    const raw = rawIronic({ hardware: 'redfish' })
    for (const rule of rules) await addRule(raw, rule)
    const node = raw.simulator
      .node({ name: 'm1', properties: { capabilities: 'boot_mode:uefi' } })
      .withInventory(FOUND, { lldp: { switch: 'tor-1' } })
      .manageable()
    await raw.provision('m1', 'inspect')
    await raw.clock.advance(120_000)
    return node
  }

  it('applies the rules whose conditions hold, highest priority first', async () => {
    const node = await inspect([
      {
        priority: 1,
        conditions: [{ op: 'eq', args: { values: ['{inventory[cpu][architecture]}', 'x86_64'] } }],
        actions: [
          { op: 'set-attribute', args: { path: 'extra/note', value: '{inventory[cpu][count]} cores' } },
          { op: 'set-capability', args: { name: 'switch', value: '{plugin_data[lldp][switch]}' } },
          { op: 'add-trait', args: { name: 'CUSTOM_SEEN' } },
        ],
      },
      { priority: 9, actions: [{ op: 'set-attribute', args: ['extra/note', 'first'] }] },
      {
        conditions: [
          { op: 'in-net', args: { address: '{inventory[bmc_address]}', subnet: '192.168.0.0/16' } },
        ],
        actions: [{ op: 'fail', args: { msg: 'never' } }],
      },
    ])
    expect(node.now).toMatchObject({
      provision_state: 'manageable',
      extra: { note: '8 cores' },
      traits: ['CUSTOM_SEEN'],
      properties: { capabilities: 'boot_mode:uefi,switch:tor-1' },
    })
  })

  it('ends where a rule fails it, and stores nothing', async () => {
    const node = await inspect([{ actions: [{ op: 'fail', args: { msg: 'too old' } }] }])
    expect(node.now.provision_state).toBe('inspect failed')
    expect(node.history.at(-1)?.event).toBe(
      'Failed to finish inspection: Failed to inspect hardware. Reason: too old',
    )
  })

  it('runs loops, which count any, all or the last item', async () => {
    const set = (path: string, multiple: string, expected: readonly string[]) => ({
      conditions: [
        { op: 'eq', args: { values: ['{item}', '{inventory[cpu][count]}'] }, loop: expected, multiple },
      ],
      actions: [{ op: 'set-attribute', args: { path, value: 'met' } }],
    })
    const node = await inspect([
      set('extra/any', 'any', ['1', '8']),
      set('extra/all', 'all', ['1', '8']),
      set('extra/last', 'last', ['1', '8']),
      {
        actions: [
          { op: 'extend-attribute', args: { path: 'extra/list', value: '{item}' }, loop: ['a', 'b'] },
        ],
      },
    ])
    expect(node.now.extra).toEqual({ any: 'met', last: 'met', list: ['a', 'b'] })
  })

  it.each([
    ['is-empty', { value: '{inventory[nothing]}' }, true],
    ['is-none', { value: '{inventory[nothing]}' }, false],
    ['matches', { value: '{inventory[bmc_address]}', regex: '10\\..*' }, true],
    ['contains', { value: '{node.name}', regex: '1' }, true],
    ['one-of', { value: '{inventory[cpu][count]}', values: ['8', '16'] }, true],
    ['is-true', { value: 'yes' }, true],
    ['is-false', { value: 0 }, true],
    ['lt', { values: [1, 2, 3] }, true],
    ['gt', { values: [1, 2] }, false],
    ['!gt', { values: [1, 2] }, true],
  ])('finds %s of %j to be %s', async (op, args, met) => {
    const node = await inspect([
      { conditions: [{ op, args }], actions: [{ op: 'set-attribute', args: ['extra/met', true] }] },
    ])
    expect(node.now.extra).toEqual(met ? { met: true } : {})
  })

  it('hides secrets from rules that are not sensitive', async () => {
    const actions = (path: string) => [
      { op: 'set-attribute', args: { path, value: '{inventory[bmc_password]}' } },
    ]
    const node = await inspect([
      { actions: actions('extra/open') },
      { actions: actions('extra/secret'), sensitive: true },
    ])
    expect(node.now.extra).toEqual({ open: '***', secret: 'hush' })
  })

  it('keeps what rules do to the plugin data', async () => {
    const node = await inspect([
      {
        actions: [
          { op: 'set-plugin-data', args: { path: 'a.b', value: 1 } },
          { op: 'unset-plugin-data', args: { path: 'lldp.switch' } },
        ],
      },
    ])
    expect(node.inventory?.plugin_data).toEqual({ a: { b: 1 } })
  })
})
