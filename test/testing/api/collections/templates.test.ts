import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const STEP = { interface: 'bios', step: 'x', args: {} }
const NOBODY = '99999999-9999-4999-8999-999999999999'

describe.each([
  { path: '/v1/deploy_templates', about: 'template', noun: 'deploy template', rank: 'priority' },
  { path: '/v1/runbooks', about: 'runbook', noun: 'runbook', rank: 'order' },
])('$path', ({ path, about, noun, rank }) => {
  const body = { name: 'CUSTOM_A', steps: [{ ...STEP, args: { password: 'x' }, [rank]: 10 }] }

  it('are created, found by name, and hide secrets', async () => {
    const { call } = rawIronic()
    const made = await call('POST', path, body)
    const { uuid } = made.json as { uuid: string }
    expect(made.headers['location']).toBe(`http://ironic.test:6385${path}/${uuid}`)
    expect((await call('GET', `${path}/CUSTOM_A`)).json).toMatchObject({
      uuid,
      steps: [{ args: { password: '******' } }],
    })
    expect(await call('POST', path, body)).toMatchObject({
      status: 409,
      fault: `A ${noun} with name CUSTOM_A already exists.`,
    })
    expect((await call('DELETE', `${path}/CUSTOM_A`)).status).toBe(204)
    expect((await call('GET', `${path}/${uuid}`)).status).toBe(404)
  })

  it.each([
    [{ steps: [] }, '[] should be non-empty'],
    [{ steps: 7 }, "7 is not of type 'array'"],
    [{ steps: [{ ...STEP, [rank]: -1 }] }, '-1 is less than the minimum of 0'],
    [{ steps: [{ ...STEP, [rank]: 'y' }] }, "'y' does not match '^[0-9]+$'"],
    [{ steps: [{ ...STEP, [rank]: null }] }, "Possible root cause: None is not of type 'integer'"],
    [{ steps: [{ ...STEP, interface: 'nope', [rank]: 1 }] }, "'nope' is not one of"],
    [{ wobble: 1 }, "('wobble' was unexpected)"],
  ])('refuse %j', async (fields, text) => {
    const { call } = rawIronic()
    const reply = await call('POST', path, { ...body, ...fields })
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(`Schema error for ${about}: `)
    expect(reply.fault).toContain(text)
  })

  it('refuse a duplicate step', async () => {
    const { call } = rawIronic()
    const [step] = body.steps
    expect((await call('POST', path, { ...body, steps: [step, step] })).fault).toBe(
      'Deploy template invalid: Duplicate deploy steps. A template cannot have multiple deploy steps with the same ' +
        'interface and step. Duplicates: interface: bios, step: x.',
    )
  })

  it.each([
    ['GET', `?sort_key=steps`, 400, 'The sort_key value steps is an invalid field for sorting'],
    ['GET', '?detail=True&fields=uuid', 400, 'Can not specify ?detail=True and fields in the same request.'],
    ['GET', `/${NOBODY}`, 404, `${NOBODY} could not be found.`],
    ['DELETE', '', 400, `Missing mandatory parameter: ${about}_ident`],
  ] as const)('%s %s is refused', async (method, rest, status, text) => {
    const reply = await rawIronic().call(method, `${path}${rest}`)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })
})

describe('deploy templates', () => {
  it('keep updated_at when only the steps change, which are in another table', async () => {
    const { call, patch } = rawIronic()
    const path = '/v1/deploy_templates/CUSTOM_A'
    await call('POST', '/v1/deploy_templates', { name: 'CUSTOM_A', steps: [{ ...STEP, priority: 1 }] })
    expect((await patch(path, [{ op: 'replace', path: '/steps/0/priority', value: 20 }])).json).toMatchObject(
      { steps: [{ priority: 20 }], updated_at: null },
    )
    expect((await patch(path, [{ op: 'add', path: '/extra/a', value: 'b' }])).json).toMatchObject({
      updated_at: expect.any(String) as string,
    })
  })

  it('are unknown before 1.55', async () => {
    const { call } = rawIronic()
    const version = '1.54'
    expect(await call('GET', '/v1/deploy_templates', undefined, { version })).toMatchObject({
      status: 404,
      fault: 'The API version does not allow deploy templates',
    })
    expect((await call('POST', '/v1/deploy_templates', {}, { version })).status).toBe(405)
  })
})

describe('runbooks', () => {
  const body = { name: 'CUSTOM_A', steps: [{ ...STEP, order: 1 }] }

  it('have traits since 1.112', async () => {
    const { call } = rawIronic()
    await call('POST', '/v1/runbooks', body)
    const traits = '/v1/runbooks/CUSTOM_A/traits'
    expect((await call('PUT', `${traits}/CUSTOM_B`)).status).toBe(204)
    expect((await call('PUT', traits, { traits: ['CUSTOM_D', 'CUSTOM_C'] })).status).toBe(204)
    expect((await call('GET', traits)).json).toEqual({ traits: ['CUSTOM_C', 'CUSTOM_D'] })
    expect((await call('PUT', `${traits}/CUSTOM_A`, { traits: ['CUSTOM_B'] })).status).toBe(400)
    expect((await call('GET', traits, undefined, { version: '1.111' })).status).toBe(404)
    expect(
      (await call('POST', '/v1/runbooks', { ...body, description: 'x' }, { version: '1.111' })).fault,
    ).toContain("('description' was unexpected)")
  })

  it('are unknown to Ironic 21.4', async () => {
    const { call } = rawIronic({ release: '21.4' })
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE'] as const)
      expect((await call(method, '/v1/runbooks')).status).toBe(404)
  })
})
