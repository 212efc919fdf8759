import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

const CONNECTOR = { type: 'ip', connector_id: '192.0.2.7' } as const

function site() {
  const made = simulatedSite()
  const node = made.simulator.node({ name: 'm1' }).available()
  const sent = () => made.simulator.requests.map(({ method }) => method).filter((method) => method !== 'PUT')
  const all = () => made.run(made.driver.client.volumeConnectors.list().all())
  const add = () =>
    made.run(made.driver.client.volumeConnectors.create({ ...CONNECTOR, node_uuid: node.uuid }))
  return { ...made, node, sent, all, add }
}

describe('making a member of a collection', () => {
  it('finds what was made when the reply is lost', async () => {
    const { simulator, add, all } = site()
    simulator.faults.next({ method: 'POST' }, 'drop-after')
    const made = expectOk(await add())
    expect(made).toMatchObject(CONNECTOR)
    expect(expectOk(await all())).toMatchObject([{ uuid: made.uuid }])
    expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('makes it again, under the same UUID, when the request never came through', async () => {
    const { simulator, add, all } = site()
    simulator.faults.next({ method: 'POST' }, { kind: 'rpc-timeout', effect: false })
    const made = expectOk(await add())
    expect(expectOk(await all())).toMatchObject([{ uuid: made.uuid }])
    const posts = simulator.requests.filter(({ method }) => method === 'POST')
    expect(posts.map(({ body }) => (JSON.parse(String(body)) as { uuid: string }).uuid)).toEqual([
      made.uuid,
      made.uuid,
    ])
  })

  it('says that it is a duplicate when somebody else has made the like', async () => {
    const { add } = site()
    expectOk(await add())
    expectErr(await add(), 'duplicate')
  })

  it('refuses a value of the wrong kind before anything is sent', async () => {
    const { simulator, driver, run, node } = site()
    const wrong = { ...CONNECTOR, node_uuid: node.uuid, connector_id: JSON.parse('7') as string }
    const error = expectErr(await run(driver.client.volumeConnectors.create(wrong)), 'invalid_input')
    expect(error.field).toBe('connector_id')
    expect(simulator.requests).toEqual([])
  })
})

describe('fields', () => {
  it('are all that is asked for, and the UUID in a list', async () => {
    const { simulator, driver, run, add } = site()
    const made = expectOk(await add())
    const one = await run(driver.client.volumeConnectors.get(made.uuid, { fields: ['connector_id'] }))
    expect(Object.keys(expectOk(one)).filter((key) => key !== 'links')).toEqual(['connector_id'])
    const many = await run(driver.client.volumeConnectors.list({ fields: ['type'] }).all())
    expect(expectOk(many)).toMatchObject([{ uuid: made.uuid, type: 'ip' }])
    expect(simulator.requests.at(-1)?.path).toContain('fields=uuid,type')
  })
})
