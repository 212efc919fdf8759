import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

describe('secrets', () => {
  it('of a node are masked by the names of their keys at every depth, but kept', async () => {
    const { simulator, call } = rawIronic()
    const driver_info = { ipmi_password: 'x', nested: { auth_token: 'y', user: 'me' }, snmp_auth_key: 'z' }
    const instance_info = {
      configdrive: 'blob',
      image_url: 'http://signed',
      image_pull_secret: 's',
      root_gb: 1,
    }
    const node = simulator
      .node({ name: 'm1', driver_info, instance_info, driver_internal_info: { agent_secret_token: 't' } })
      .active()
    const { json } = await call('GET', '/v1/nodes/m1')
    expect(json).toMatchObject({
      driver_info: {
        ipmi_password: '******',
        nested: { auth_token: '******', user: 'me' },
        snmp_auth_key: '******',
      },
      driver_internal_info: { agent_secret_token: '******' },
      instance_info: { configdrive: '******', image_url: '******', image_pull_secret: '******', root_gb: 1 },
    })
    expect(node.now).toMatchObject({ driver_info, instance_info })
  })

  it.each([
    ['password=foo bar', 'password=****** bar'],
    ['ipa-token=abc root=/dev/sda', 'ipa-token=****** root=/dev/sda'],
    ['run --password foo now', 'run --password ****** now'],
    ['<password>x</password>', '<password>******</password>'],
    ["{'my_token': 'x'}", "{'my_token': '******'}"],
    ['{"password": "x", "a": 1}', '{"password": "******", ": 1}'],
    ['the secret is out', 'the secret is out'],
  ])('within a text are masked: %s', async (text, masked) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1', driver_info: { note: text } }).active()
    expect((await call('GET', '/v1/nodes/m1')).json).toMatchObject({ driver_info: { note: masked } })
  })

  it.each([
    ['21.4', [{ password: 'p' }]],
    ['39.0', [{ password: '******' }]],
  ] as const)('within lists are masked by %s or not', async (release, list) => {
    const { simulator, call } = rawIronic({ release })
    simulator.node({ name: 'm1', driver_info: { list: [{ password: 'p' }] } }).active()
    expect((await call('GET', '/v1/nodes/m1')).json).toMatchObject({ driver_info: { list } })
  })
})
