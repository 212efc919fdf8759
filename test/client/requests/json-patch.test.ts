import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patchKeys, removeField, setField, type JsonPatch } from 'ironic-driver/client'
import { isRepeatable } from '../../../src/client/requests/json-patch.js'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { reply, scriptedClient } from '../support/scripted-transport.js'

describe('changing keys of a field', () => {
  it('sets and removes each key separately, and ignores missing ones', () => {
    expect(
      expectOk(patchKeys('extra', { a: 1, b: 2 }, { a: 5, b: undefined, c: undefined, d: null })),
    ).toEqual([
      { op: 'add', path: '/extra/a', value: 5 },
      { op: 'remove', path: '/extra/b' },
      { op: 'add', path: '/extra/d', value: null },
    ])
  })

  it('without a change is an empty patch', () => {
    expect(expectOk(patchKeys('extra', { a: 1 }, {}))).toEqual([])
  })

  // Ironic takes `^(/[\w-]+)+$` as a path (ironic/common/args.py).
  it.each(['a.b', 'a/b', 'a~b', 'a b', 'a:b', 'ä', ''])('writes the whole field for the key %j', (key) => {
    expect(expectOk(patchKeys('extra', { old: 1, gone: 2 }, { [key]: 3, gone: undefined }))).toEqual([
      { op: 'add', path: '/extra', value: { old: 1, [key]: 3 } },
    ])
  })

  it('refuses a whole field if it would lose a secret', () => {
    const current = { redfish: { password: '******' } }
    expect(expectErr(patchKeys('driver_info', current, { 'a.b': 1 }), 'invalid_input').field).toBe(
      'driver_info',
    )
    expectOk(patchKeys('driver_info', current, { a: 1 }))
  })

  it.each([['******'], [{ deep: ['******'] }]])('refuses to overwrite a secret with %j', (value) => {
    expect(expectErr(patchKeys('driver_info', {}, { password: value }), 'invalid_input').field).toBe(
      'driver_info.password',
    )
  })

  it('handles a circular object', () => {
    const ring: Record<string, unknown> = {}
    ring['self'] = ring
    expectOk(patchKeys('extra', {}, { ring }))
  })

  it.each(['__proto__', 'constructor', 'prototype'])('treats %s like any other key', (key) => {
    const changes = JSON.parse(`{"${key}": {"polluted": true}}`) as Record<string, unknown>
    expect(expectOk(patchKeys('extra', {}, changes))[0]).toMatchObject({ op: 'add', path: `/extra/${key}` })
    const [whole] = expectOk(patchKeys('extra', { 'a.b': 1 }, { ...changes, 'c.d': 2 }))
    expect(JSON.stringify(whole)).toContain(`"${key}":{"polluted":true}`)
    expect({}).not.toHaveProperty('polluted')
  })

  it('gives Ironic the requested field, with any keys', async () => {
    const { simulator, driver, run } = simulatedSite()
    const node = simulator.node().available()
    const key = fc.oneof(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom('a', 'a.b', 'a/b'))
    const value = fc.oneof(fc.integer(), fc.string(), fc.constant(undefined))
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, fc.integer()),
        fc.dictionary(key, value),
        async (before, changes) => {
          node.force({ extra: before })
          const patch = expectOk(patchKeys('extra', before, changes))
          if (patch.length > 0) expectOk(await run(driver.client.nodes.patch(node.uuid, patch)))
          const wanted = Object.entries({ ...before, ...changes }).filter(([, one]) => one !== undefined)
          expect(node.now.extra).toEqual(Object.fromEntries(wanted))
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('sending a patch', () => {
  it('is refused if it would overwrite a hidden secret', async () => {
    const { client, run, requests } = scriptedClient(() => reply(200, {}))
    const patch = [setField('extra', { a: [{ password: '******' }] })]
    const all = await run(
      Promise.all([
        client.nodes.patch('n1', patch),
        client.ports.patch('p1', patch),
        client.portGroups.patch('g1', patch),
      ]),
    )
    const errors = all.map((one) => expectErr(one, 'invalid_input'))
    for (const { field } of errors) expect(field).toBe('patch: /extra')
    expect(errors.map(({ operation }) => operation)).toEqual([
      'nodes.patch',
      'ports.patch',
      'portGroups.patch',
    ])
    expect(requests).toHaveLength(0)
  })

  it.each<[string, JsonPatch, boolean]>([
    ['sets a field', [setField('extra', {})], true],
    ['sets a key', [{ op: 'add', path: '/extra/a', value: 1 }], true],
    ['replaces a key', [{ op: 'replace', path: '/extra/a', value: 1 }], true],
    ['resets a field', [removeField('instance_info')], true],
    ['claims a node', [setField('instance_uuid', 'i1')], true],
    ['unlinks a node', [removeField('instance_uuid')], false],
    ['unlinks a node with null', [setField('instance_uuid', null)], false],
    ['removes a key', [{ op: 'remove', path: '/extra/a' }], false],
    ['adds to the end of a list', [{ op: 'add', path: '/extra/list/-', value: 1 }], false],
    ['adds into a list', [{ op: 'add', path: '/extra/list/0', value: 1 }], false],
    [
      'makes several changes, one of which is not repeatable',
      [setField('extra', {}), { op: 'remove', path: '/a/b' }],
      false,
    ],
  ])('is repeatable if it %s: %j → %s', (_what, patch, repeatable) => {
    expect(isRepeatable(patch)).toBe(repeatable)
  })
})
