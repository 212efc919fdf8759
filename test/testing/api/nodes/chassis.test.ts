import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const NOBODY = '99999999-9999-4999-8999-999999999999'

async function withNode() {
  const ironic = rawIronic()
  const made = await ironic.call('POST', '/v1/chassis', { description: 'row 1', extra: { a: 'b' } })
  expect(made.status).toBe(201)
  const { uuid } = made.json as { uuid: string }
  const node = ironic.simulator.node({ name: 'a' }).available()
  const moved = await ironic.patch(`/v1/nodes/${node.uuid}`, [
    { op: 'add', path: '/chassis_uuid', value: uuid },
  ])
  expect(moved.status).toBe(200)
  return { ...ironic, node, uuid }
}

describe('a chassis', () => {
  it('lists its nodes, which prevent its deletion', async () => {
    const { simulator, call, patch, node, uuid } = await withNode()
    simulator.node({ name: 'elsewhere' }).available()
    for (const path of [`/v1/nodes?chassis_uuid=${uuid}`, `/v1/chassis/${uuid}/nodes`])
      expect(((await call('GET', path)).json as { nodes: object[] }).nodes).toMatchObject([{ name: 'a' }])
    expect(await call('DELETE', `/v1/chassis/${uuid}`)).toMatchObject({
      status: 400,
      fault: `Cannot complete the requested action because chassis ${uuid} contains nodes.`,
    })
    await patch(`/v1/nodes/${node.uuid}`, [{ op: 'remove', path: '/chassis_uuid' }])
    expect((await call('DELETE', `/v1/chassis/${uuid}`)).status).toBe(204)
    expect((await call('GET', `/v1/chassis/${uuid}`)).fault).toBe(`Chassis ${uuid} could not be found.`)
  })

  it.each([
    ['39.0', 400, "Schema error: None is not of type 'array'"],
    ['21.4', 500, "'NoneType' object is not iterable"],
  ] as const)(
    'is not changed by a patch of null, which %s answers with %i',
    async (release, status, fault) => {
      const { simulator, call } = rawIronic({ release })
      const made = await call('POST', '/v1/chassis', {})
      const { uuid } = made.json as { uuid: string }
      expect(await call('PATCH', `/v1/chassis/${uuid}`, 'null')).toMatchObject({ status, fault })
      simulator.node({ name: 'a' }).available()
      expect(await call('PATCH', '/v1/nodes/a', 'null')).toMatchObject({
        status: 500,
        fault: "'NoneType' object is not iterable",
      })
    },
  )

  it('is changed only by its description and extra', async () => {
    const { patch, uuid } = await withNode()
    const path = `/v1/chassis/${uuid}`
    expect((await patch(path, [{ op: 'remove', path: '/description' }])).json).toMatchObject({
      description: null,
      extra: { a: 'b' },
    })
    expect((await patch(path, [{ op: 'add', path: '/uuid', value: NOBODY }])).fault).toBe(
      'Cannot overwrite UUID for an existing Chassis.',
    )
    expect((await patch(path, [{ op: 'add', path: '/wobble', value: 1 }])).fault).toBe(
      'Cannot patch /wobble. Only the following can be updated: uuid, extra, description',
    )
    expect((await patch('/v1/chassis/x', [])).fault).toBe("Schema error: 'x' is not a 'uuid'")
  })

  it.each([
    ['/v1/chassis?fields=nothing', 400, "Schema error: 'nothing' is not one of ['created_at', 'description'"],
    ['/v1/chassis?sort_key=nodes', 400, 'The sort_key value "nodes" is an invalid field for sorting'],
    ['/v1/chassis?sort_key=extra', 400, 'The sort_key value extra is an invalid field for sorting'],
    ['/v1/chassis/detail?fields=uuid', 400, 'Unexpected arguments: fields'],
    [`/v1/chassis/${NOBODY}/nodes`, 404, `Chassis ${NOBODY} could not be found.`],
    ['/v1/chassis/x', 400, 'Expected UUID for chassis_uuid: x'],
  ])('is not found by %s', async (path, status, text) => {
    const { call } = await withNode()
    const reply = await call('GET', path)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('is shown by fields since 1.8', async () => {
    const { call, uuid } = await withNode()
    const path = `/v1/chassis/${uuid}?fields=uuid`
    expect((await call('GET', path, undefined, { version: '1.7' })).status).toBe(406)
    expect((await call('GET', path, undefined, { version: '1.8' })).json).toMatchObject({ uuid })
  })
})
