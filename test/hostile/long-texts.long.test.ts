import { expect, it } from 'vitest'
import { classifyFault } from '../../src/client/errors/classify-fault.js'
import { readFault } from '../../src/client/errors/read-fault.js'
import { withoutSecrets } from '../../src/errors/known-secrets.js'
import { isSecretKey, redactText } from '../../src/errors/redaction.js'
import { allocationFailure, whyRefused } from '../../src/modules/allocations/allocation-failure.js'
import { backfillObstacles } from '../../src/modules/allocations/backfill-obstacles.js'
import { adviceForDeployment } from '../../src/modules/deployment/deployment-advice.js'
import { isHidden } from '../../src/states/hidden-values.js'
import { judgePower } from '../../src/states/judge-power.js'
import { PLACES, SECRET_NAMES } from '../support/quoted-secrets.js'

/** Every function that reads a text from a server. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  redactText,
  isSecretKey,
  withoutSecrets: (text) => withoutSecrets(text, ['hunter-2', `a${'!'.repeat(500)}b`, '"\\\'%25']),
  readFault,
  'readFault of JSON': (text) => readFault(JSON.stringify({ error_message: { faultstring: text } })),
  classifyFault: (text) => classifyFault({ status: 409, text, byHandler: true }),
  adviceForDeployment,
  allocationFailure,
  whyRefused,
  backfillObstacles,
  isHidden,
  judgePower: (last_error) =>
    judgePower(
      {
        uuid: 'a',
        instance_uuid: null,
        provision_state: 'active',
        target_provision_state: null,
        power_state: 'power on',
        target_power_state: null,
        reservation: null,
        last_error,
      },
      'rebooting',
    ),
}

/** Beginnings of a match that never end. */
const PARTS: readonly string[] = [
  ...[
    'a',
    'a.',
    '_',
    '-',
    '0',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\\',
    '\\n',
    '\\\\n',
    '"',
    "'",
    `\\"`,
    '{',
    '[',
    '<',
    '(',
    '&',
  ],
  ...[
    '%',
    '%25',
    '%22',
    '%3A%2F%2F',
    '%3D',
    '**',
    '** Redacted ',
    '&quot;',
    '\\u0022',
    '?',
    '#',
    '@',
    ':',
    '://',
    '=',
  ],
  ...[
    'http://',
    'http://a@',
    'http://a:b',
    'http:a/',
    '?a',
    '?a=',
    "?a='",
    '#?',
    'a://b?',
    'http://b/c?d="e',
  ],
  ...[
    'authorization:',
    'authorization: ',
    'authorization:"',
    'authorization: digest ',
    'x-a-token:"',
    'x-a-token: a',
  ],
  ...['cookie:', 'cookie: a=', 'cookie: a="', 'basic ', 'bearer a1', 'gAAAA', 'eyJ', 'eyJ.'],
  ...[
    'password:\n',
    'password:\n ',
    'password: |\n  a\n',
    '"password: x", ',
    '\npassword: "',
    '\\npassword: "x',
    '\n- ',
  ],
  ...[
    "('password', 'a",
    '"password", "value": ',
    '<password ',
    '<password>',
    '&lt;password&gt;',
    '--password ',
  ],
  ...[
    '"password": {',
    '"password": [',
    `"password": '`,
    '"password": "\\',
    '"password": "\'',
    'password=,',
    'password=";',
  ],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    `${'A'.repeat(119)} `,
    `${'A'.repeat(60)}\n`,
    `${'A'.repeat(60)}\\n`,
  ],
  ...[
    '<a',
    '<script>',
    '<style<',
    '<title>',
    'image ',
    'verif',
    'verifya ',
    'power',
    'failed to set',
    'a.b',
    'a_',
  ],
  ...[
    'parent_node ',
    'is in ',
    'the requested action ',
    'does not support ',
    'validation of image href ',
    'with instance ',
  ],
  ...[
    'unable to establish connection to',
    'resource class ',
    'list of traits ',
    'Failed to process allocation ',
  ],
]

/** A linear reader takes a fraction of this; a quadratic one takes many times as long. */
const LONGEST_MS = 5_000

/** The parts of a text on which a reader takes too long. */
function slowParts(read: (text: string) => unknown, parts: readonly string[], length: number) {
  return parts.filter((part) => {
    const text = part.repeat(Math.ceil(length / part.length))
    const startedAt = performance.now()
    read(text)
    return performance.now() - startedAt > LONGEST_MS
  })
}

it.each(Object.entries(READERS))(
  '%s takes linear time for any text',
  (_, read) => {
    expect(slowParts(read, PARTS, 150_000)).toEqual([])
  },
  300_000,
)

it('finds secrets in linear time, with any names and places', () => {
  const names = SECRET_NAMES.flatMap((name) => [`${name}: `, `"${name}":`, `${name}="`])
  const places = Object.values(PLACES).map((place) => place('x-a-token', 'a"b'))
  expect(slowParts(redactText, [...names, ...places], 200_000)).toEqual([])
}, 300_000)

it('finds secrets in a text of a megabyte', () => {
  const parts = [
    'a.',
    'x-a-token:"',
    'authorization:"',
    'http:a/',
    'a://b?',
    '\n- ',
    '\\',
    '"password": "x, ',
  ]
  expect(slowParts(redactText, parts, 1_000_000)).toEqual([])
}, 300_000)
