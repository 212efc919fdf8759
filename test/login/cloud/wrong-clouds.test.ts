import { describe, expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { CLOUDS, SECURE } from '../support/cloud-folder.js'
import { readCloud, type Described } from '../support/read-cloud.js'
import { METAL, URL } from '../support/described-fields.js'

describe('reports a wrong setting with its place:', () => {
  const without = (line: string) => METAL.replace(new RegExp(`.*${line}.*\n`), '')
  const WRONG: readonly (readonly [
    what: string,
    key: string | undefined,
    text: RegExp,
    described: Described,
  ])[] = [
    ['no file', undefined, /no clouds\.yaml was found/, { cloud: 'metal' }],
    ['no description at all', undefined, /No cloud is described/, {}],
    ['a missing cloud', 'clouds.wood', /describes metal/, { files: { [CLOUDS]: METAL }, cloud: 'wood' }],
    ['several clouds', 'clouds', /describes a, b/, { files: { [CLOUDS]: 'clouds: { a: {}, b: {} }' } }],
    [
      'clouds that are not a mapping',
      'clouds',
      /must be a mapping/,
      { files: { [CLOUDS]: 'clouds: [metal]' } },
    ],
    ['a file that is not a mapping', undefined, /must be a mapping/, { files: { [CLOUDS]: 'metal' } }],
    ['bad YAML', undefined, /line 2 is not YAML/, { files: { [CLOUDS]: 'clouds:\n\t{ password: canary' } }],
    [
      'a password that looks like an alias',
      undefined,
      /an alias .* quote a text that begins with/,
      { files: { [CLOUDS]: METAL.replace('secret', '*canary') } },
    ],
    ['no auth_url', 'clouds.metal.auth.auth_url', /is missing/, { files: { [CLOUDS]: without('auth_url') } }],
    [
      'an unknown auth_type',
      'clouds.metal.auth_type',
      /use one of none, http_basic/,
      { files: { [CLOUDS]: `${METAL}    auth_type: kerberos\n` } },
    ],
    [
      'an unknown profile',
      'clouds.metal.profile',
      /clouds-public\.yaml/,
      { files: { [CLOUDS]: `${METAL}    profile: rackspace\n` } },
    ],
    [
      'a wrong microversion',
      'clouds.metal.baremetal_default_microversion',
      /1\.82/,
      { files: { [CLOUDS]: `${METAL}    baremetal_default_microversion: 2.1\n` } },
    ],
    [
      'wrong regions',
      'clouds.metal.regions',
      /list of names/,
      { files: { [CLOUDS]: `${METAL}    regions: [{ values: {} }]\n` } },
    ],
    [
      'a password that YAML takes for a boolean',
      'clouds.metal.auth.password',
      /put it in quotes/,
      { files: { [CLOUDS]: METAL.replace('secret', 'yes') } },
    ],
    [
      'auth that is not a mapping',
      'clouds.metal.auth',
      /must be a mapping/,
      { files: { [CLOUDS]: 'clouds: { metal: { auth: canary } }' } },
    ],
    [
      'a cloud that is not a mapping',
      'clouds.metal',
      /must be a mapping/,
      { files: { [CLOUDS]: 'clouds: { metal: canary }' } },
    ],
    [
      'a timeout that is not a number',
      'clouds.metal.api_timeout',
      /number of seconds/,
      { files: { [CLOUDS]: `${METAL}    api_timeout: soon\n` } },
    ],
    [
      'a timeout of zero',
      'clouds.metal.baremetal_timeout',
      /number of seconds/,
      { files: { [CLOUDS]: `${METAL}    baremetal_timeout: 0\n` } },
    ],
    [
      'a microversion of a variable',
      'OS_BAREMETAL_API_VERSION',
      /must be a microversion/,
      { env: { OS_AUTH_TYPE: 'none', OS_ENDPOINT: 'http://i', OS_BAREMETAL_API_VERSION: 'newest' } },
    ],
    [
      'a timeout of a variable',
      'OS_API_TIMEOUT',
      /number of seconds/,
      { env: { OS_AUTH_TYPE: 'none', OS_ENDPOINT: 'http://i', OS_API_TIMEOUT: 'soon' } },
    ],
    [
      'a placeholder without a value',
      'clouds.metal.auth.auth_url',
      /contains \{region_name\}, but the cloud has no such key/,
      { files: { [CLOUDS]: METAL.replace('keystone.example', '{region_name}.example') } },
    ],
    [
      'a misspelt key of a region',
      'clouds.metal.regions',
      /`name` with `values`/,
      { files: { [CLOUDS]: `${METAL}    regions: [{ name: north, value: {} }]\n` } },
    ],
    [
      'an unknown profile of a variable',
      'OS_PROFILE',
      /clouds-public\.yaml/,
      { env: { OS_PROFILE: 'rackspace', OS_AUTH_URL: URL } },
    ],
    [
      'a cloud that variables describe too',
      'clouds.metal',
      /under the same name/,
      { files: { [CLOUDS]: METAL }, env: { OS_AUTH_URL: URL, OS_CLOUD_NAME: 'metal' } },
    ],
    [
      'no URL in secure.yaml',
      'clouds.hidden.auth.auth_url',
      /secure\.yaml: is missing/,
      { files: { [CLOUDS]: METAL, [SECURE]: 'clouds: { hidden: {} }' }, cloud: 'hidden' },
    ],
    [
      'a password in secure.yaml that YAML takes for a boolean',
      'clouds.metal.auth.password',
      /secure\.yaml: must be a text/,
      { files: { [CLOUDS]: METAL, [SECURE]: 'clouds: { metal: { auth: { password: yes } } }' } },
    ],
    [
      'a cloud of secure.yaml that is not a mapping',
      'clouds.metal',
      /secure\.yaml: must be a mapping/,
      { files: { [CLOUDS]: METAL, [SECURE]: 'clouds: { metal: canary }' } },
    ],
    ['no endpoint', 'OS_ENDPOINT', /the URL of Ironic/, { env: { OS_AUTH_TYPE: 'none' } }],
    [
      'no user',
      'OS_USERNAME',
      /is missing/,
      { env: { OS_AUTH_TYPE: 'http_basic', OS_ENDPOINT: 'http://i', OS_PASSWORD: 'p' } },
    ],
  ]

  it.each(WRONG)('%s', async (_, key, text, described) => {
    const error = expectErr(await readCloud(described), 'cloud_config_invalid')
    expect(error.message).toMatch(text)
    expect(error.key).toBe(key)
    expect(error.file === undefined || error.message.includes(error.file)).toBe(true)
    expect(JSON.stringify(error)).not.toContain('canary')
  })
})
