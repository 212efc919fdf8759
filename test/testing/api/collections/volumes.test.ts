import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const NOBODY = '99999999-9999-4999-8999-999999999999'
const CONNECTORS = '/v1/volume/connectors'
const TARGETS = '/v1/volume/targets'

/** Returns a powered-off node with a connector and a target. */
async function attached(release?: '21.4' | '39.0') {
  const ironic = rawIronic(release === undefined ? {} : { release })
  const node = ironic.simulator.node({ name: 'a' }).available()
  const { uuid } = node
  const connector = await ironic.call('POST', CONNECTORS, { node_uuid: uuid, type: 'iqn', connector_id: 'x' })
  const target = await ironic.call('POST', TARGETS, {
    node_uuid: uuid,
    volume_type: 'iscsi',
    boot_index: 0,
    volume_id: 'v',
    properties: { target_iqn: 'y', auth_password: 'secret' },
  })
  expect([connector.status, target.status]).toEqual([201, 201])
  return {
    ...ironic,
    node,
    connector: (connector.json as { uuid: string }).uuid,
    target: (target.json as { uuid: string }).uuid,
  }
}

const set = (path: string, value: unknown) => [{ op: 'replace', path, value }]

describe('volume connectors and targets', () => {
  it('are shown of a node, in short and in detail', async () => {
    const { call, node, connector, target } = await attached()
    for (const path of [`${TARGETS}?node=a`, `/v1/nodes/${node.uuid}/volume/targets`])
      expect((await call('GET', path)).json).toMatchObject({
        targets: [
          { uuid: target, node_uuid: node.uuid, volume_type: 'iscsi', boot_index: 0, volume_id: 'v' },
        ],
      })
    expect((await call('GET', `${CONNECTORS}?node=a&detail=True`)).json).toMatchObject({
      connectors: [{ uuid: connector, extra: {}, created_at: expect.any(String) as string }],
    })
    const volume = (await call('GET', `/v1/nodes/${node.uuid}/volume`)).json
    expect(Object.keys(volume as object)).toEqual(['links', 'connectors', 'targets'])
  })

  it.each([
    [undefined, '******'],
    ['21.4', 'secret'],
  ] as const)('hide secrets only on newer servers: %s shows %s', async (release, shown) => {
    const { call, target } = await attached(release)
    expect((await call('GET', `${TARGETS}/${target}`)).json).toMatchObject({
      properties: { target_iqn: 'y', auth_password: shown },
    })
  })

  it.each([
    [
      CONNECTORS,
      { type: 'iqn', connector_id: 'x' },
      409,
      'A volume connector with type iqn and connector ID x',
    ],
    [CONNECTORS, { type: 'iqn' }, 400, "'connector_id' is a required property"],
    [CONNECTORS, { type: 7, connector_id: 'z' }, 400, "7 is not of type 'string'"],
    [
      TARGETS,
      { volume_type: 'iscsi', boot_index: 0, volume_id: 'w' },
      409,
      "with boot index '0' for the same",
    ],
    [TARGETS, { volume_type: 'iscsi', boot_index: 'x', volume_id: 'w' }, 400, "'x' is not of type 'integer'"],
    [TARGETS, { volume_type: 'iscsi', boot_index: 1 }, 400, "'volume_id' is a required property"],
  ])('%s refuses %j', async (path, body, status, text) => {
    const { call, node } = await attached()
    const reply = await call('POST', path, { node_uuid: node.uuid, ...body })
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('belong to an existing node', async () => {
    const { call } = await attached()
    const reply = await call('POST', CONNECTORS, { node_uuid: NOBODY, type: 'ip', connector_id: 'z' })
    expect(reply).toMatchObject({
      status: 400,
      fault: `Invalid input for field/attribute node_uuid. Value: '${NOBODY}'. `,
    })
  })

  it('change only while the node is off, and can be deleted then or while it is not in use yet', async () => {
    const { call, patch, node, connector, target } = await attached()
    node.force({ power_state: 'power on' })
    const refusal = (action: string) =>
      `The requested action "${action}" can not be performed on node "${node.uuid}" while it is in state "power on".`
    expect(await patch(`${TARGETS}/${target}`, set('/boot_index', 1))).toMatchObject({
      status: 400,
      fault: refusal('volume target update'),
    })
    expect(await call('DELETE', `${CONNECTORS}/${connector}`)).toMatchObject({
      status: 400,
      fault: refusal('volume connector deletion'),
    })
    node.force({ provision_state: 'manageable' })
    expect((await call('DELETE', `${CONNECTORS}/${connector}`)).status).toBe(204)
    node.force({ power_state: 'power off', provision_state: 'available' })
    expect((await patch(`${TARGETS}/${target}`, set('/boot_index', 1))).json).toMatchObject({ boot_index: 1 })
    expect((await call('DELETE', `${TARGETS}/${target}`)).status).toBe(204)
    expect((await call('GET', `${TARGETS}/${target}`)).fault).toBe(
      `Volume target ${target} could not be found.`,
    )
  })

  it('of Ironic 21.4 can be deleted only while the node is off', async () => {
    const { call, node, target } = await attached('21.4')
    node.force({ power_state: 'power on', provision_state: 'manageable' })
    expect((await call('DELETE', `${TARGETS}/${target}`)).status).toBe(400)
  })

  it.each([
    ['21.4', 500, undefined],
    ['39.0', 200, 'kept'],
  ] as const)('of Ironic %s answer %i to a patch that removes their node', async (release, status, node) => {
    const ironic = await attached(release)
    const reply = await ironic.call('PATCH', `${TARGETS}/${ironic.target}`, [
      { op: 'remove', path: '/node_uuid' },
    ])
    expect(reply.status).toBe(status)
    if (node !== undefined) expect(reply.json).toMatchObject({ node_uuid: ironic.node.uuid })
  })

  it.each([
    [set('/node_uuid', 'x'), 400, 'Expected a UUID for node_uuid, but received x.'],
    [set('/node_uuid', NOBODY), 400, `Unable to apply the requested node_uuid '${NOBODY}'.`],
    [[{ op: 'remove', path: '/type' }], 400, "Schema error for patch: 'type' is a required property"],
    [set('/uuid', NOBODY), 400, 'Cannot patch /uuid.'],
  ])('are not changed by %j', async (operations, status, text) => {
    const { patch, connector } = await attached()
    const reply = await patch(`${CONNECTORS}/${connector}`, operations)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('wait for a lock, and finally report it', async () => {
    const { call, node, target } = await attached()
    node.lock(60_000)
    const reply = await call('DELETE', `${TARGETS}/${target}`)
    expect(reply.status).toBe(409)
    expect(reply.fault).toContain(`Node ${node.uuid} is locked by host`)
  })

  it.each([
    ['?fields=nothing', 400, "Schema error: 'nothing' is not one of ['connector_id', 'created_at'"],
    ['?fields=uuid&detail=True', 400, "Can't fetch a subset of fields with 'detail' set"],
    ['?sort_key=node_uuid', 400, 'The sort_key value "node_uuid" is an invalid field for sorting'],
    ['?sort_dir=up', 400, "Schema error: 'up' is not one of ['asc', 'desc']"],
    [`?node=${NOBODY}`, 404, `Node ${NOBODY} could not be found.`],
    ['?wobble=1', 400, 'Unexpected arguments: wobble'],
  ])('are not listed by %s', async (query, status, text) => {
    const { call } = await attached()
    const reply = await call('GET', `${CONNECTORS}${query}`)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('are deleted with their node, and are not found by its name below it', async () => {
    const { call, node, target } = await attached()
    expect((await call('GET', '/v1/nodes/a/volume/targets')).status).toBe(404)
    expect((await call('GET', `/v1/nodes/${node.uuid}/volume/targets/${target}`)).fault).toBe(
      'Malformed request URI.',
    )
    expect((await call('DELETE', `/v1/nodes/${node.uuid}`)).status).toBe(204)
    expect((await call('GET', TARGETS)).json).toEqual({ targets: [] })
  })

  it.each([['/v1/volume'], [CONNECTORS], [`${TARGETS}/${NOBODY}`]])(
    '%s is not found by 1.31',
    async (path) => {
      const { call } = await attached()
      expect((await call('GET', path, undefined, { version: '1.31' })).status).toBe(404)
    },
  )
})
