import type { DescribedCloud } from '../described-cloud.js'
import { variables, clouds, plain, URL, profiles } from './cloud-texts.js'

export const environment: Readonly<Record<string, DescribedCloud>> = {
  'a password': { env: variables },
  'a password, by its name': { env: variables, cloud: 'envvars' },
  'a name of its own': { env: { ...variables, OS_CLOUD_NAME: 'mine' }, cloud: 'mine' },
  'its usual name, when it has another': { env: { ...variables, OS_CLOUD_NAME: 'mine' }, cloud: 'envvars' },
  'a name that a file has': { files: clouds(plain), env: { ...variables, OS_CLOUD_NAME: 'metal' } },
  'a cloud chosen': { files: clouds(plain), env: { OS_CLOUD: 'metal' } },
  'a cloud chosen and described': {
    files: clouds(plain),
    env: { ...variables, OS_USERNAME: 'eve', OS_CLOUD: 'metal' },
  },
  'a cloud chosen that is not there': { files: clouds(plain), env: { OS_CLOUD: 'wood' } },
  'a cloud chosen, and another asked for': {
    files: clouds(`${plain.slice(0, -1)}, wood: {} }`),
    env: { OS_CLOUD: 'wood' },
    cloud: 'metal',
  },
  'an empty OS_CLOUD': { files: clouds(plain), env: { OS_CLOUD: '' } },
  'beside the only cloud of a file': { files: clouds(plain), env: { ...variables, OS_USERNAME: 'eve' } },
  'a cloud asked for': { files: clouds(plain), env: { ...variables, OS_USERNAME: 'eve' }, cloud: 'metal' },
  'only what chooses': { files: clouds(plain), env: { OS_REGION_NAME: 'south' } },
  'a region': { env: { ...variables, OS_REGION_NAME: 'south' } },
  'an empty region': { env: { ...variables, OS_REGION_NAME: '' } },
  'another region than the one asked for': {
    env: { ...variables, OS_REGION_NAME: 'south' },
    region: 'north',
  },
  'an interface': { env: { ...variables, OS_INTERFACE: 'internal' } },
  'an endpoint type': { env: { ...variables, OS_ENDPOINT_TYPE: 'internalURL' } },
  'the system': {
    env: { OS_AUTH_URL: URL, OS_USER_ID: 'u', OS_PASSWORD: 'pw', OS_SYSTEM_SCOPE: 'all' },
  },
  'a domain': { env: { OS_AUTH_URL: URL, OS_USER_ID: 'u', OS_PASSWORD: 'pw', OS_DOMAIN_NAME: 'D' } },
  'a tenant': {
    env: {
      OS_AUTH_URL: URL,
      OS_USERNAME: 'ada',
      OS_PASSWORD: 'pw',
      OS_TENANT_NAME: 'web',
      OS_USER_DOMAIN_ID: 'u',
      OS_PROJECT_DOMAIN_ID: 'w',
    },
  },
  'a default domain': {
    env: {
      OS_AUTH_URL: URL,
      OS_USERNAME: 'ada',
      OS_PASSWORD: 'pw',
      OS_PROJECT_NAME: 'web',
      OS_DEFAULT_DOMAIN: 'd',
      OS_DEFAULT_DOMAIN_ID: 'd',
    },
  },
  'an application credential': {
    env: {
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_AUTH_URL: URL,
      OS_APPLICATION_CREDENTIAL_ID: 'a',
      OS_APPLICATION_CREDENTIAL_SECRET: 's',
    },
  },
  'a token': { env: { OS_AUTH_TYPE: 'token', OS_AUTH_URL: URL, OS_TOKEN: 't', OS_PROJECT_ID: 'p' } },
  none: { env: { OS_AUTH_TYPE: 'none', OS_ENDPOINT: 'http://ironic:6385' } },
  http_basic: {
    env: {
      OS_AUTH_TYPE: 'http_basic',
      OS_ENDPOINT: 'http://ironic:6385',
      OS_USERNAME: 'ada',
      OS_PASSWORD: 'pw',
    },
  },
  'an override': { env: { ...variables, OS_BAREMETAL_ENDPOINT_OVERRIDE: 'http://ironic:6385' } },
  'a microversion': { env: { ...variables, OS_BAREMETAL_DEFAULT_MICROVERSION: '1.80' } },
  'a microversion as a version': { env: { ...variables, OS_BAREMETAL_API_VERSION: '1.80' } },
  'a version': { env: { ...variables, OS_BAREMETAL_API_VERSION: '1' } },
  'a preference of addresses': { env: { ...variables, OS_FORCE_IPV4: 'true' } },
  'a CA': { env: { ...variables, OS_CACERT: '~/ca.pem' } },
  'a certificate': { env: { ...variables, OS_CERT: '/c.pem', OS_KEY: '/k.pem' } },
  insecure: { env: { ...variables, OS_INSECURE: 'true' } },
  'not verified': { env: { ...variables, OS_VERIFY: 'false' } },
  'a timeout': { env: { ...variables, OS_API_TIMEOUT: '30' } },
  'empty variables': { env: { ...variables, OS_PROJECT_ID: '', OS_CACERT: '', OS_TENANT_ID: '' } },
  'what is for tests': {
    files: clouds(plain),
    env: { OS_TEST_PATH: '/x', OS_STDOUT_CAPTURE: '1', OS_LOG_CAPTURE: '1' },
  },
  'a profile': {
    files: profiles(`public-clouds: { ours: { auth: { auth_url: "${URL}" }, interface: internal } }`),
    env: { ...variables, OS_AUTH_URL: '', OS_PROFILE: 'ours' },
  },
  'nothing but a password': { env: { OS_PASSWORD: 'pw' } },
}
