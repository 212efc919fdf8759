import { describe, expect, it } from 'vitest'
import { rawIronic, type RawIronic } from '../../support/raw-ironic.js'

interface NodePage {
  readonly nodes: readonly Record<string, unknown>[]
  readonly next?: string
}

async function list({ call }: RawIronic, query: string, version?: string): Promise<NodePage> {
  const reply = await call('GET', `/v1/nodes${query}`, undefined, version === undefined ? {} : { version })
  expect(reply.status, reply.fault).toBe(200)
  return reply.json as NodePage
}

const namesOf = ({ nodes }: NodePage) => nodes.map(({ name }) => name)

describe('a list shows', () => {
  it('six fields and the links by default', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ name: 'a' }).available()
    const [short] = (await list(ironic, '')).nodes
    expect(Object.keys(short ?? {}).sort()).toEqual(
      ['instance_uuid', 'links', 'maintenance', 'name', 'power_state', 'provision_state', 'uuid'].sort(),
    )
    const [picked] = (await list(ironic, '?fields=uuid,LAST_ERROR,uuid')).nodes
    expect(Object.keys(picked ?? {})).toEqual(['uuid', 'last_error', 'links'])
    for (const query of ['?detail=true', '/detail'])
      expect((await list(ironic, query)).nodes[0]).toHaveProperty('driver_internal_info')
  })

  it.each([
    ['1.1', [], ['name', 'clean_step', 'traits', 'health']],
    ['1.10', ['name', 'clean_step'], ['network_interface', 'traits']],
    ['1.40', ['traits', 'bios_interface'], ['fault', 'deploy_step']],
    ['1.115', ['health', 'instance_name', 'service_step'], []],
  ])('the fields of version %s', async (version, there, absent) => {
    const { call, simulator } = rawIronic()
    const { uuid } = simulator.node({ name: 'a' }).available()
    const { json } = await call('GET', `/v1/nodes/${uuid}`, undefined, { version })
    for (const field of there) expect(json).toHaveProperty(field)
    for (const field of absent) expect(json).not.toHaveProperty(field)
  })

  it('old clients only states that they know', async () => {
    const ironic = rawIronic()
    ironic.simulator.node().available()
    ironic.simulator.node().inState('inspect wait')
    const states = async (version: string) =>
      (await list(ironic, '', version)).nodes.map((node) => node['provision_state'])
    expect(await states('1.1')).toEqual([null, 'inspecting'])
    expect(await states('1.38')).toEqual(['available', 'inspecting'])
    expect(await states('1.39')).toEqual(['available', 'inspect wait'])
  })

  it('no secret', async () => {
    const { call, simulator } = rawIronic()
    const { uuid } = simulator
      .node({
        driver_info: { redfish_password: 'x', snmp_priv_key: 'x', nested: { api_token: 'x' }, plain: 'y' },
        instance_info: { configdrive: { meta_data: {} }, image_url: 'x', image_source: 'y' },
        driver_internal_info: { agent_secret_token: 'x' },
      })
      .available()
    const { json } = await call('GET', `/v1/nodes/${uuid}`)
    const masked = '******'
    expect(json).toMatchObject({
      driver_info: {
        redfish_password: masked,
        snmp_priv_key: masked,
        nested: { api_token: masked },
        plain: 'y',
      },
      instance_info: { configdrive: masked, image_url: masked, image_source: 'y' },
      driver_internal_info: { agent_secret_token: masked },
    })
  })
})

describe('filters', () => {
  function fleet() {
    const ironic = rawIronic()
    const { simulator } = ironic
    simulator.node({ name: 'free', resource_class: 'big', description: 'In the Attic' }).available()
    simulator.node({ name: 'used', owner: 'ann', shard: 'east', conductor_group: 'g1' }).active()
    simulator.node({ name: 'ill', maintenance: true, fault: 'clean failure', lessee: 'ann' }).manageable()
    simulator.node({ name: 'old', retired: true, shard: 'west' }).manageable()
    const { uuid } = simulator.node({ name: 'parent' }).enrolled()
    simulator.node({ name: 'child', parent_node: uuid }).enrolled()
    return { ...ironic, parent: uuid }
  }

  it.each([
    ['?maintenance=true', ['ill']],
    ['?maintenance=no', ['free', 'used', 'old', 'parent']],
    ['?associated=true', ['used']],
    ['?associated=false&maintenance=false&retired=false', ['free', 'parent']],
    ['?provision_state=available', ['free']],
    ['?resource_class=big', ['free']],
    ['?driver=fake-hardware&provision_state=active', ['used']],
    ['?fault=clean%20failure', ['ill']],
    ['?conductor_group=g1', ['used']],
    ['?owner=ann', ['used']],
    ['?lessee=ann', ['ill']],
    ['?project=ann', ['used', 'ill']],
    ['?retired=true', ['old']],
    ['?shard=east,west', ['used', 'old']],
    ['?sharded=true', ['used', 'old']],
    ['?sharded=false&provision_state=enroll', ['parent']],
    ['?description_contains=attic', ['free']],
    ['?include_children=true&provision_state=enroll', ['parent', 'child']],
    ['?conductor=elsewhere', []],
    ['?sort_key=name&sort_dir=desc', ['used', 'parent', 'old', 'ill', 'free']],
  ])('%s', async (query, names) => {
    expect(namesOf(await list(fleet(), query))).toEqual(names)
  })

  it('by parent and by instance', async () => {
    const ironic = fleet()
    expect(namesOf(await list(ironic, `?parent_node=${ironic.parent}`))).toEqual(['child'])
    const used = ironic.simulator.find('used')
    const page = await list(ironic, `?limit=1&instance_uuid=${String(used?.now.instance_uuid)}`)
    expect(namesOf(page)).toEqual(['used'])
    expect(page).not.toHaveProperty('next')
  })

  it.each([
    ['?provision_state=nowhere', 400, 'Provision state "nowhere" is not valid'],
    ['?fault=nothing', 400, 'Unrecognized fault "nothing" is specified'],
    ['?maintenance=perhaps', 400, "Unrecognized value 'perhaps'"],
    ['?sort_key=extra', 400, 'The sort_key value extra is an invalid field for sorting'],
    ['?sort_key=colour', 400, 'The sort_key value "colour" is an invalid field for sorting'],
    ['?sort_dir=up', 400, 'Invalid sort direction: up'],
    ['?limit=0', 400, 'Limit must be positive'],
    ['?limit=ten', 400, 'Expected an integer for limit: ten'],
    ['?marker=free', 400, 'Expected UUID for marker: free'],
    ['?marker=11111111-1111-4111-8111-111111111111', 404, 'could not be found'],
    ['?detail=true&fields=uuid', 400, 'Can not specify ?detail=True and fields in the same request.'],
    ['?fields=colour', 500, "type object 'Node' has no attribute 'colour'"],
    ['?fields=created_at', 400, 'Field created_at is not a valid field.'],
  ])('refuse %s', async (query, status, text) => {
    const reply = await fleet().call('GET', `/v1/nodes${query}`)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it.each([
    ['provision_state=active', '1.8', 'Request not acceptable.'],
    ['driver=x', '1.15', 'should be 1.16'],
    ['resource_class=x', '1.20', 'should be 1.21'],
    ['fault=clean%20failure', '1.41', 'should be 1.42'],
    ['conductor_group=x', '1.45', 'should be 1.46'],
    ['conductor=x', '1.48', 'should be 1.49'],
    ['owner=x', '1.49', 'should be 1.50'],
    ['lessee=x', '1.64', 'should be 1.65'],
    ['shard=x', '1.81', 'should be 1.82'],
    ['include_children=true', '1.82', 'should be 1.83'],
    ['instance_name=x', '1.103', 'instance_name is not acceptable'],
    ['fields=uuid', '1.7', 'Request not acceptable.'],
    ['fields=traits', '1.36', 'Request not acceptable.'],
    ['sort_key=owner', '1.49', 'Request not acceptable.'],
  ])('answer 406 to %s in %s', async (query, version, text) => {
    const reply = await fleet().call('GET', `/v1/nodes?${query}`, undefined, { version })
    expect(reply.status).toBe(406)
    expect(reply.fault).toContain(text)
  })

  it('of newer releases are unknown', async () => {
    const { call } = rawIronic({ release: '21.4' })
    const filter = await call('GET', '/v1/nodes?include_children=true')
    expect(filter).toMatchObject({ status: 400, fault: 'Unexpected arguments: include_children' })
    const patch = [{ op: 'replace', path: '/disable_power_off', value: true }]
    expect((await call('PATCH', '/v1/nodes/x', patch)).fault).toContain('Cannot patch /disable_power_off')
  })
})

describe('pages', () => {
  it('follow by marker, until a page is not full', async () => {
    const ironic = rawIronic()
    for (let index = 0; index < 5; index++) ironic.simulator.node({ name: `n${index}` }).available()
    const seen: unknown[] = []
    let marker = ''
    for (;;) {
      const { nodes, next } = await list(ironic, `?limit=2${marker}`)
      seen.push(...nodes.map(({ name }) => name))
      if (next === undefined) break
      marker = `&marker=${String(nodes.at(-1)?.['uuid'])}`
    }
    expect(seen).toEqual(['n0', 'n1', 'n2', 'n3', 'n4'])
  })

  it('have a next link that loses its filters, as in Ironic', async () => {
    const ironic = rawIronic()
    for (let index = 0; index < 3; index++) ironic.simulator.node({ maintenance: true }).available()
    const { next } = await list(
      ironic,
      '?limit=1&provision_state=available&maintenance=true&associated=false&fields=uuid,name',
    )
    expect(next).toMatch(
      /^http:\/\/ironic\.test:6385\/v1\/nodes\?sort_key=id&sort_dir=asc&maintenance=True&fields=uuid,name&limit=1&marker=[0-9a-f-]{36}$/,
    )
    expect((await list(ironic, '?limit=1')).next).toContain(
      'fields=instance_uuid,maintenance,power_state,provision_state,uuid,name',
    )
    expect((await list(ironic, '?limit=1&detail=true')).next).toContain('detail=True&limit=1')
  })

  it("never exceed the server's limit", async () => {
    const ironic = rawIronic({ maxLimit: 3 })
    for (let index = 0; index < 4; index++) ironic.simulator.node().available()
    for (const query of ['', '?limit=50']) {
      const page = await list(ironic, query)
      expect(page.nodes).toHaveLength(3)
      expect(page.next).toContain('limit=3')
    }
  })

  it('in the order of another field use the same marker', async () => {
    const ironic = rawIronic()
    for (const name of ['c', 'a', 'd', 'b']) ironic.simulator.node({ name }).available()
    const first = await list(ironic, '?sort_key=name&limit=2')
    expect(namesOf(first)).toEqual(['a', 'b'])
    const marker = String(first.nodes.at(-1)?.['uuid'])
    expect(namesOf(await list(ironic, `?sort_key=name&limit=2&marker=${marker}`))).toEqual(['c', 'd'])
  })
})
