import { describe, expect, it } from 'vitest'
import { parseEnrollment } from 'ironic-driver'
import { expectErr, expectOk } from '../../../support/expect-result.js'

const parse = (text: string) => parseEnrollment([{ file: 'rack.yaml', text }])
const withInfo = (info: string) => `nodes: [{ name: a, driver: redfish, driver_info: { ${info} } }]`

describe('a credential that YAML does not read as text is refused', () => {
  it.each([
    ['redfish_password: 0123', 'redfish_password', 'is read as a number, which may change it'],
    ['redfish_password: 1e3', 'redfish_password', 'is read as a number'],
    ['redfish_password: 4711', 'redfish_password', 'is read as a number'],
    ['redfish_password: 12345678901234567890', 'redfish_password', 'is read as a number'],
    ['redfish_password: 1_000', 'redfish_password', 'is read as a number'],
    ['redfish_password: yes', 'redfish_password', 'is read as true or false'],
    ['ipmi_password: off', 'ipmi_password', 'is read as true or false'],
    ['redfish_password: null', 'redfish_password', 'is empty, which YAML reads as null'],
    ['redfish_password: ~', 'redfish_password', 'is empty'],
    ['redfish_password: ', 'redfish_password', 'is empty'],
    ['ipmi_username: 007', 'ipmi_username', 'is read as a number'],
    ['snmp_community: 42', 'snmp_community', 'is read as a number'],
  ])('%s', async (info, key, problem) => {
    const error = expectErr(await parse(withInfo(info)), 'enrollment_file_invalid')
    expect(error.path).toBe(`nodes[0].driver_info.${key}`)
    expect(error.message).toMatch(
      new RegExp(`^rack\\.yaml: \`nodes\\[0\\]\\.driver_info\\.${key}\` ${problem}`),
    )
    expect(error.message).toContain('in quotes')
    expect(error.message).not.toMatch(/0123|83|4711|1234567|1000|007/)
  })

  it('in a chassis, and in JSON', async () => {
    const inChassis = `chassis: [{ description: c, ${withInfo('redfish_password: 0123')} }]`
    expect(expectErr(await parse(inChassis), 'enrollment_file_invalid').path).toBe(
      'chassis[0].nodes[0].driver_info.redfish_password',
    )
    const json = '{"nodes": [{"name": "a", "driver": "ipmi", "driver_info": {"ipmi_password": 4711}}]}'
    expect(expectErr(await parse(json), 'enrollment_file_invalid').path).toBe(
      'nodes[0].driver_info.ipmi_password',
    )
  })
})

it.each(["'0123'", '"yes"', '2026-01-01', '!!str 0123', 'hunter2'])(
  'keeps the password %s as it is written',
  async (written) => {
    const parsed = expectOk(await parse(withInfo(`redfish_password: ${written}`)))
    expect(parsed.nodes?.[0]?.driver_info).toEqual({
      redfish_password: written.replace(/^!!str /, '').replaceAll(/['"]/g, ''),
    })
  },
)

it('keeps numbers and flags that are no credentials', async () => {
  const info = 'ipmi_port: 623, ipmi_terminal_port: 10001, redfish_verify_ca: no, agent_ssl: { port: 1 }'
  const parsed = expectOk(await parse(withInfo(info)))
  expect(parsed.nodes?.[0]?.driver_info).toMatchObject({ ipmi_port: 623, redfish_verify_ca: false })
})

it.each([
  ['name: 0123', 'name'],
  ['name: a, resource_class: 10', 'resource_class'],
  ['name: a, network_interface: no', 'network_interface'],
  ['name: a, owner: 1e3', 'owner'],
])('asks for quotes around %s', async (written, field) => {
  const error = expectErr(await parse(`nodes: [{ driver: ipmi, ${written} }]`), 'enrollment_file_invalid')
  expect(error.path).toBe(`nodes[0].${field}`)
  expect(error.message).toContain('must be a string, not a')
  expect(error.message).toContain('put it in quotes')
})
