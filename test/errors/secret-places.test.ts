import { describe, expect, it } from 'vitest'
import { isSecretKey, redactText } from '../../src/errors/redaction.js'
import { OPEN_NAMES, PLACES, SECRET_NAMES } from '../support/quoted-secrets.js'

const CANARY = 'c4n4ry-7e1'

it.each(SECRET_NAMES)('treats %s as the name of a secret', (name) => {
  expect(isSecretKey(name)).toBe(true)
  expect(isSecretKey(name.toUpperCase())).toBe(true)
})

it.each(OPEN_NAMES)('does not treat %s as the name of a secret', (name) => {
  expect(isSecretKey(name)).toBe(false)
})

describe.each(Object.entries(PLACES))('in %s', (_, place) => {
  it('hides every secret', () => {
    const seen = SECRET_NAMES.map((name) => redactText(place(name, CANARY)))
    expect(seen.filter((text) => text.includes('c4n4ry'))).toEqual([])
  })

  it('keeps the text around a secret', () => {
    for (const name of SECRET_NAMES) {
      const text = `Node 1be is locked by host a. ${place(name, CANARY)}`
      expect(redactText(text)).toContain('Node 1be is locked by host a. ')
    }
  })
})

/** Their values are all hidden, whatever the name. */
const QUERIES = Object.keys(PLACES).filter((place) => /query|URL/.test(place))

it.each(Object.keys(PLACES).filter((place) => !QUERIES.includes(place)))(
  'in %s, shows the values of other names',
  (which) => {
    const place = PLACES[which]
    const texts = OPEN_NAMES.map((name) => place?.(name, CANARY) ?? '')
    expect(texts.map(redactText)).toEqual(texts)
  },
)

it.each([
  [`https://store/web?X-Amz-Signature=${CANARY}`],
  [`https://store.blob.core.windows.net/a?sv=1&se=${CANARY}&sp=${CANARY}&sig=${CANARY}`],
  [`{"url": "https://store/web?se=${CANARY}"}`],
  [`{'url': 'https://store/web?se=${CANARY}', 'next': 1}`],
  [`url: /web.qcow2?key=${CANARY}`],
  [`url: /web?key=it's ok`.replace(' ok', CANARY)],
  [`url: http://store/web?key="${CANARY}`],
  [`http://u:p'${CANARY}@store/web`],
  [`http://u:p/${CANARY}@store/web`],
  [`http://u:p#${CANARY}@store/web`],
  [String.raw`{"url":"http:\/\/u:${CANARY}@store\/web?x=${CANARY}"}`],
  [`see http%3A%2F%2Fu%3A${CANARY}%40store%2Fweb%3Fx%3D${CANARY}`],
  [`proxy http://store/http://u:${CANARY}@other/web?x=${CANARY}`],
  [`said Bearer ${CANARY}`],
  [`said basic ${CANARY}==`],
  [`got gAAAAABl${CANARY}${'x'.repeat(40)}`],
  [`-----BEGIN PGP PRIVATE KEY BLOCK-----\n${CANARY}\n-----END PGP PRIVATE KEY BLOCK-----`],
  [String.raw`-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`],
])('hides a secret in a URL or by its shape: %s', (text) => {
  expect(redactText(text)).not.toContain('c4n4ry')
})

it.each([
  ['Is this the right node?', 'Is this the right node?'],
  ['GET /v1/nodes/web-1/states gave 404', 'GET /v1/nodes/web-1/states gave 404'],
  ['https://bmc/redfish/v1?x=1, and again', 'https://bmc/redfish/v1?***, and again'],
  ['see (http://bmc/a?x=1).', 'see (http://bmc/a?***).'],
  ['{"url":"http://bmc/a?x=1","node":"web-1"}', '{"url":"http://bmc/a?***","node":"web-1"}'],
  ["{'url': 'http://bmc/a?x=1', 'node': 'web-1'}", "{'url': 'http://bmc/a?***', 'node': 'web-1'}"],
  ['basic authentication failed', 'basic authentication failed'],
  ['http://host:8080/images/web@2', 'http://host:8080/images/web@2'],
  [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4kYqkV3Yc0Yp1mWmTg0Xk1Wb7yq0yY0ZrVh0bJm1mQ me@host',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4kYqkV3Yc0Yp1mWmTg0Xk1Wb7yq0yY0ZrVh0bJm1mQ me@host',
  ],
  ["Missing: ['redfish_password', 'redfish_username']", "Missing: ['redfish_password', 'redfish_username']"],
  ["('ipmi_password', 'ipmi_username') are needed", "('ipmi_password', 'ipmi_username') are needed"],
])('keeps the rest of %s', (text, shown) => {
  expect(redactText(text)).toBe(shown)
})
