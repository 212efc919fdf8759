import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'
import { op, ONE } from '../../support/patch-operation.js'

const TWO = '22222222-2222-4222-8222-222222222222'

describe('a patch', () => {
  it('changes the fields that it names, and returns the whole node with the lock of the change', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a', extra: { keep: 1 } }).available()
    const reply = await patch('/v1/nodes/a', [
      op('add', '/extra/list', [1, 3]),
      op('add', '/extra/list/1', 2),
      op('add', '/extra/list/-', 4),
      op('remove', '/extra/list/0'),
      op('replace', '/extra/keep', { deep: true }),
      op('replace', '/description', 'in the attic'),
    ])
    expect(reply.status).toBe(200)
    expect(reply.json).toMatchObject({
      extra: { keep: { deep: true }, list: [2, 3, 4] },
      description: 'in the attic',
      reservation: 'simulator',
    })
    expect(node.now.reservation).toBeNull()
  })

  it('sets a removed field to its default', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a', owner: 'ann', properties: { cpus: 4 } }).manageable()
    await patch('/v1/nodes/a', [op('remove', '/owner'), op('remove', '/properties')])
    expect(node.now).toMatchObject({ owner: null, properties: {} })
  })

  it.each([
    [[op('test', '/extra', 1)], "Schema error for patch: 'test' is not one of ['add', 'replace', 'remove']"],
    [[op('add', '/extra/a.b', 1)], "'/extra/a.b' does not match"],
    [[op('add', 'extra', 1)], "'extra' does not match"],
    [[{ op: 'add' }], "'path' is a required property"],
    [{}, "{} is not of type 'array'"],
    [[op('add', '/colour', 1)], 'Cannot patch /colour. Only the following can be updated: automated_clean'],
    [[op('replace', '/power_state', 'power on')], 'Cannot patch /power_state.'],
    [[op('add', '/traits', [])], 'Cannot patch /traits.'],
    [[op('replace', '/extra/nokey', 1)], "Reason: can't replace a non-existent object 'nokey'"],
    [[op('remove', '/extra/nokey')], "Reason: can't remove a non-existent object 'nokey'"],
    [[op('add', '/extra/no/way', 1)], "Reason: member 'no' not found in {}"],
    [[op('add', '/extra')], "The operation does not contain a 'value' member"],
    [[op('replace', '/extra', 'text')], "'text' is not of type 'object', 'null'"],
    [[op('replace', '/maintenance', 'perhaps')], "Invalid maintenance: Unrecognized value 'perhaps'"],
    [[op('replace', '/instance_uuid', 'x')], 'Expected UUID for instance_uuid: x'],
    [[op('replace', '/name', 'a b')], "Node a: Cannot change name to invalid name 'a b'"],
    [[op('replace', '/name', 'states')], 'The word "states" is reserved'],
    [[op('replace', '/resource_class', 'x'.repeat(81))], 'is too long'],
    [[op('replace', '/network_data', {})], "Invalid network_data: 'links' is a required property"],
    [[op('replace', '/driver', 'nope')], 'No valid host was found.'],
    [[op('replace', '/boot_interface', 'nope')], 'Could not find the following interface'],
    [[op('replace', '/parent_node', TWO)], 'Unable to apply the requested parent_node'],
    [[op('replace', '/protected_reason', 'x')], 'can only be set when protected is True'],
    [[op('replace', '/retired_reason', 'x')], 'can only be set when retired is True'],
  ])('is refused: %j', async (operations, text) => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a' }).manageable()
    const before = node.now
    const reply = await patch('/v1/nodes/a', operations)
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(text)
    expect(node.now).toEqual(before)
  })

  it.each([
    ['39.0', 'memory_mb', 'abc', 400],
    ['39.0', 'memory_mb', '12.5', 400],
    ['39.0', 'memory_mb', [], 400],
    ['39.0', 'local_gb', -1, 400],
    ['39.0', 'cpus', 'many', 200],
    ['21.4', 'cpus', 'many', 400],
    ['39.0', 'memory_mb', ' 1_024 ', 200],
    ['39.0', 'memory_mb', 1.5, 200],
    ['39.0', 'memory_mb', null, 200],
  ] as const)('on %s of the size %s to %j is answered with %i', async (release, size, value, status) => {
    const { simulator, call, patch } = rawIronic({ release })
    const node = simulator.node({ name: 'a' }).manageable()
    const patched = await patch('/v1/nodes/a', [op('add', `/properties/${size}`, value)])
    expect(patched.status).toBe(status)
    expect(Object.keys(node.now.properties)).toEqual(status === 200 ? [size] : [])
    const made = await call('POST', '/v1/nodes', {
      uuid: ONE,
      driver: 'fake-hardware',
      properties: { [size]: value },
    })
    expect(made.status).toBe(status === 200 ? 201 : 400)
    if (status === 400 && !Array.isArray(value))
      for (const [fault, uuid] of [
        [patched.fault, node.uuid],
        [made.fault, ONE],
      ])
        expect(fault).toBe(
          `The following properties for node ${uuid} should be non-negative integers, but provided values are: ` +
            `${size}=${String(value)}`,
        )
  })

  it.each([
    ['/owner', '1.49'],
    ['/retired', '1.60'],
    ['/disable_power_off', '1.94'],
  ])('of %s is not acceptable in %s', async (path, version) => {
    const { simulator, patch } = rawIronic()
    simulator.node({ name: 'a' }).manageable()
    const reply = await patch('/v1/nodes/a', [op('replace', path, 'true')], { version })
    expect(reply).toMatchObject({ status: 406, fault: 'Request not acceptable.' })
  })

  it('treats a key that is special in JavaScript like any other', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a' }).available()
    await patch('/v1/nodes/a', '[{"op":"add","path":"/extra/__proto__","value":{"polluted":true}}]')
    expect(Object.keys(node.now.extra)).toEqual(['__proto__'])
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('instance_uuid, the only compare-and-set of Ironic', () => {
  it('is set by the first caller and again to the same value, by nobody else', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a' }).available()
    simulator.node({ name: 'b' }).available()
    const claim = (name: string, instance: string) =>
      patch(`/v1/nodes/${name}`, [
        op('add', '/instance_uuid', instance),
        op('add', '/instance_info', { for: instance }),
      ])
    expect((await claim('a', ONE)).status).toBe(200)
    expect((await claim('a', ONE)).status).toBe(200)
    expect(await claim('a', TWO)).toMatchObject({
      status: 409,
      fault: `Node ${node.uuid} is associated with instance ${ONE}.`,
    })
    expect(await claim('b', ONE)).toMatchObject({
      status: 409,
      fault: expect.stringContaining(`Instance ${ONE} is already associated with a node`) as string,
    })
    expect(node.now.instance_info).toEqual({ for: ONE })
  })

  it('prevents the deletion of the node, and can be removed by a patch', async () => {
    const { call, simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a', instance_uuid: ONE }).available()
    expect((await call('DELETE', '/v1/nodes/a')).fault).toContain('is associated with instance')
    expect((await patch('/v1/nodes/a', [op('remove', '/instance_uuid')])).status).toBe(200)
    expect((await call('DELETE', '/v1/nodes/a')).status).toBe(204)
    expect(node.exists).toBe(false)
  })
})

describe('maintenance', () => {
  it('is set with a reason, and cleared with its fault', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ name: 'a' }).available().force({ fault: 'clean failure' })
    expect((await call('PUT', '/v1/nodes/a/maintenance', { reason: 'disk' })).status).toBe(202)
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'disk', fault: 'clean failure' })
    expect((await call('DELETE', '/v1/nodes/a/maintenance')).status).toBe(202)
    expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null })
    expect((await call('PUT', '/v1/nodes/a/maintenance', { colour: 1 })).status).toBe(400)
  })

  it('is cleared by a patch in the same way', async () => {
    const { simulator, patch } = rawIronic()
    const node = simulator.node({ name: 'a', maintenance: true, maintenance_reason: 'x' }).available()
    await patch('/v1/nodes/a', [op('replace', '/maintenance', false)])
    expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null })
  })
})
