import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSecretKey, redactText } from '../../src/errors/redaction.js'

const CANARY = 'hunter2-c4n4ry'

describe('a secret in a text', () => {
  it.each([
    [`"redfish_password": "${CANARY}"`],
    [`{'redfish_password': '${CANARY}', 'x': 1}`],
    [`{'ipmi_password': u'${CANARY}'}`],
    [`"password": "with spaces ${CANARY}`],
    [`"password": "an \\" inside ${CANARY}"`],
    [`"user_data": {"a": {"b": 1}, "c": "${CANARY}"}`],
    [`"user_data": ["one", "${CANARY}"]`],
    [`{"error": "{\\"password\\": \\"${CANARY} and more\\"}"}`],
    [`'configdrive': {'meta_data': {'x': {}}, 'vendor_data': {'k': '${CANARY}'}}`],
    [`"auth_token_id": "${CANARY}"`],
    [`"secret_key": "${CANARY}"`],
    [`"credentials": {"user": "${CANARY}"}`],
    [`'password'='${CANARY}'`],
    [`Command failed: tool --password ${CANARY} --host h`],
    [`login with password=${CANARY}&user=admin failed`],
    [`Invalid user_data:\n#cloud-config\npassword: ${CANARY}\nusers: []`],
    [`request headers X-Auth-Token: ${CANARY}`],
    [`Authorization: Basic ${CANARY}`],
    [`Authorization: Digest username="x", response="${CANARY}"`],
    [`Set-Cookie: session=${CANARY}; Path=/`],
    [`GET http://admin:${CANARY}@bmc/redfish/v1 failed`],
    [`GET http://admin:p@${CANARY}@bmc/redfish/v1 failed`],
    [`GET https://swift/v1/image?temp_url_sig=${CANARY}&temp_url_expires=1 returned 401`],
    [`open https://console/vnc.html#token=${CANARY}`],
    [`-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`],
    [`bad drive: ${'QUJD'.repeat(40)}${CANARY}`],
    [`bad drive: ${'QUJD'.repeat(19)}\n${'QUJD'.repeat(19)}\n${CANARY}`],
  ])('is hidden: %j', (text) => {
    expect(redactText(text)).not.toContain(CANARY)
  })

  it('is hidden in a quoted object, also when the quotation is cut off', () => {
    const secretName = fc.constantFrom('password', 'ipmi_password', 'admin_pass', 'user_data', 'x_token')
    const plain = fc.dictionary(fc.constantFrom('a', 'b', 'steps'), fc.jsonValue())
    const quoted = fc
      .tuple(secretName, fc.string(), plain, fc.nat(300))
      .map(([name, noise, around, length]) => {
        const secret = { inner: [`${noise}${CANARY}`], more: CANARY }
        return { text: JSON.stringify({ ...around, [name]: name === 'user_data' ? secret : CANARY }), length }
      })
    fc.assert(
      fc.property(quoted, fc.boolean(), ({ text, length }, twice) => {
        const outer = twice ? JSON.stringify({ error: text }) : text
        expect(redactText(outer)).not.toContain(CANARY)
        // Five letters of it show that a part slipped through.
        expect(redactText(outer.slice(0, outer.length - (length % 20)))).not.toContain(CANARY.slice(0, 5))
      }),
    )
  })

  it('stays hidden when the text is redacted twice', () => {
    for (const text of [
      `{"password": "x"}`,
      'see http://u:p@h/a?b=c.',
      'token=abc rest',
      'Authorization: Bearer x',
    ])
      expect(redactText(redactText(text))).toBe(redactText(text))
  })
})

describe('text without a secret', () => {
  const uuids = Array.from({ length: 9 }, (_, at) => `1be26c0b-03f2-4d2e-ae87-c02d7f33c12${at}`)
  it.each([
    [
      `Node ${uuids[0]} is locked by host cond-1.example.org, please retry after the current operation is completed.`,
    ],
    [`Nodes ${uuids.join(', ')} could not be found.`],
    [`Nodes ${uuids.join(',')} could not be found.`],
    [
      `Node failed to start the first cleaning step: node does not support this clean step: {'interface': 'deploy', 'step': 'erase_devices', 'args': {'tag': [1, 2]}, 'priority': 10}`,
    ],
    [`Missing the following required parameters: redfish_password, redfish_username`],
    [`'redfish_password' is a required property`],
    [`Schema error for patch: 'test' is not one of ['add', 'replace', 'remove']`],
    [`Invalid or missing agent token received.`],
    [`The password was refused; check the credentials`],
    [`Agent token: see the log`],
    [`The login gave an unfit header x-auth-token: its value is not a text, pass one.`],
    [`Missing: name, token: pass one of each.`],
    [`A cookie: that is what the proxy wants.`],
    [`{'agent_secret_token': None, 'pxe': {'bypass': true}}`],
    [
      `Image oci://registry.example.org/images/web@sha256:0123456789abcdef cannot be fetched`.replace(
        'web@',
        'web:',
      ),
    ],
    [
      `Failed to change power state to 'power on' by 'rebooting': HTTP POST http://bmc/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 503. Base.1.0.GeneralError: BMC is busy`,
    ],
    [`The deploying state can't be resumed by conductor localhost:8091. Moving to fail state.`],
  ])('is unchanged: %s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('is kept around a secret', () => {
    expect(redactText(`driver_info {"redfish_password": "x", "redfish_address": "bmc-1"} is wrong`)).toBe(
      'driver_info {"redfish_password": ***, "redfish_address": "bmc-1"} is wrong',
    )
    expect(redactText('GET http://u:p@bmc-1/redfish?x=1 gave 401')).toBe(
      'GET http://bmc-1/redfish?*** gave 401',
    )
  })

  it('distinguishes names of secrets from other names', () => {
    for (const name of [
      'password',
      'redfish_password',
      'admin_pass',
      'adminPass',
      'snmp_auth_key',
      'userData',
    ])
      expect(isSecretKey(name), name).toBe(true)
    for (const name of ['bypass', 'compass', 'uuid', 'key', 'last_error', 'image_source'])
      expect(isSecretKey(name), name).toBe(false)
  })
})

describe('a text of a megabyte', () => {
  const MEGABYTE = 1_000_000
  const repeated = (part: string) => part.repeat(Math.ceil(MEGABYTE / part.length))
  it.each([
    'a',
    'a.',
    'http://',
    'http://a@',
    '"password": {',
    '"password": [',
    `"password": '`,
    `"password": "\\`,
    '\\',
    '"',
    `\\"`,
    'token',
    'token=',
    '--token ',
    'password:\n',
    '\n- ',
    `${'A'.repeat(119)} `,
    `${'A'.repeat(60)}\n`,
    '-----BEGIN PRIVATE KEY-----',
    'authorization:',
    'authorization: ',
    'cookie:',
    'cookie: a=',
    'x-a-token: ',
    ' ',
    '{',
    '{"a":',
  ])('of nothing but %j takes linear time', (part) => {
    const text = repeated(part)
    redactText(text.slice(0, MEGABYTE / 10))
    const startedAt = performance.now()
    redactText(text)
    // A quadratic algorithm takes minutes here.
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
