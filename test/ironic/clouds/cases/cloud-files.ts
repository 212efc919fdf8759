import type { DescribedCloud } from '../described-cloud.js'
import { clouds, plain, named, FOLDER, URL, secure, project, profiles } from './cloud-texts.js'

export const files: Readonly<Record<string, DescribedCloud>> = {
  'the only cloud': { files: clouds(plain) },
  'a cloud by name': { files: clouds(`${plain.slice(0, -1)}, wood: {} }`), cloud: 'metal' },
  'no cloud of several': { files: clouds(`${plain.slice(0, -1)}, wood: {} }`) },
  'a cloud that is not there': { files: clouds(plain), cloud: 'wood' },
  'no file': { cloud: 'metal' },
  nothing: {},
  'an empty file': { files: clouds('') },
  'a file without clouds': { files: clouds('client: {}'), cloud: 'metal' },
  'a file that is no mapping': { files: clouds('metal'), cloud: 'metal' },
  'clouds that are no mapping': { files: clouds('clouds: [metal]'), cloud: 'metal' },
  'a cloud that is no mapping': { files: clouds('clouds: { metal: none }'), cloud: 'metal' },
  'an empty cloud': { files: clouds('clouds: { metal: }'), cloud: 'metal' },
  'bad YAML': { files: clouds('clouds:\n\tmetal: {}'), cloud: 'metal' },
  'bad YAML here, a good file there': {
    files: { 'work/clouds.yaml': 'clouds:\n\tmetal: {}', ...clouds(plain) },
    cloud: 'metal',
  },
  'keys that stand twice': {
    files: clouds(plain.replace('password: pw', 'password: old, password: pw')),
  },
  'the working folder first': { files: { 'work/clouds.yaml': named('work'), ...clouds(plain) } },
  'yaml before yml before json': {
    files: {
      [`${FOLDER}/clouds.json`]: '{"clouds": {}}',
      [`${FOLDER}/clouds.yml`]: named('yml'),
    },
  },
  JSON: {
    files: {
      [`${FOLDER}/clouds.json`]: JSON.stringify({
        clouds: { metal: { auth: { auth_url: URL, username: 'ada', password: 'pw', user_domain_id: 'u' } } },
      }),
    },
  },
  XDG_CONFIG_HOME: {
    files: { 'xdg/openstack/clouds.yaml': named('xdg'), ...clouds(plain) },
    env: { XDG_CONFIG_HOME: '<home>/xdg' },
  },
  OS_CLIENT_CONFIG_FILE: {
    files: { 'mine.yaml': named('mine'), ...clouds(plain) },
    env: { OS_CLIENT_CONFIG_FILE: '<home>/mine.yaml' },
  },
  'OS_CLIENT_CONFIG_FILE with ~': {
    files: { 'mine.yaml': named('mine'), ...clouds(plain) },
    env: { OS_CLIENT_CONFIG_FILE: '~/mine.yaml' },
  },
  'OS_CLIENT_CONFIG_FILE that is not there': {
    files: clouds(plain),
    env: { OS_CLIENT_CONFIG_FILE: '<home>/none.yaml' },
  },
  OS_CLIENT_SECURE_FILE: {
    files: { 'mine.yaml': 'clouds: { metal: { auth: { password: hidden } } }', ...clouds(plain) },
    env: { OS_CLIENT_SECURE_FILE: '<home>/mine.yaml' },
  },
  'a password in secure.yaml': {
    files: {
      ...clouds(plain.replace('password: pw, ', '')),
      ...secure('clouds: { metal: { auth: { password: hidden } } }'),
    },
  },
  'a password in both': {
    files: { ...clouds(plain), ...secure('clouds: { metal: { auth: { password: hidden } } }') },
  },
  'secure.yaml elsewhere than clouds.yaml': {
    files: {
      'work/secure.yaml': 'clouds: { metal: { auth: { password: near } } }',
      ...clouds(plain),
      ...secure('clouds: { metal: { auth: { password: hidden } } }'),
    },
  },
  'a cloud of secure.yaml alone': { files: { ...secure(named('secret')) }, cloud: 'secret' },
  'another cloud in secure.yaml': {
    files: { ...clouds(plain), ...secure(named('secret')) },
    cloud: 'secret',
  },
  'regions in secure.yaml': {
    files: { ...clouds(plain), ...secure('clouds: { metal: { regions: [south] } }') },
  },
  'a secure.yaml that is no mapping': { files: { ...clouds(plain), ...secure('metal') } },
  'an empty secure.yaml': { files: { ...clouds(plain), ...secure('') } },
  'a profile': {
    files: {
      ...clouds(`clouds: { metal: { profile: ours, auth: { ${project} } } }`),
      ...profiles(
        `public-clouds: { ours: { auth: { auth_url: "${URL}", username: nobody }, interface: internal, region_name: south } }`,
      ),
    },
  },
  'a profile by its old name': {
    files: {
      ...clouds(`clouds: { metal: { cloud: ours, auth: { ${project} } } }`),
      ...profiles(`public-clouds: { ours: { auth: { auth_url: "${URL}" } } }`),
    },
  },
  'a profile of both names': {
    files: {
      ...clouds(`clouds: { metal: { cloud: theirs, profile: ours, auth: { ${project} } } }`),
      ...profiles(
        `public-clouds: { ours: { auth: { auth_url: "${URL}" } }, theirs: { auth: { auth_url: "https://theirs/v3" } } }`,
      ),
    },
  },
  'a profile with regions': {
    files: {
      ...clouds(`clouds: { metal: { profile: ours, auth: { ${project} } } }`),
      ...profiles(
        `public-clouds: { ours: { auth: { auth_url: "${URL}" }, regions: [{ name: south, values: { interface: internal } }, north] } }`,
      ),
    },
  },
  'a profile with regions, and a region of the cloud': {
    files: {
      ...clouds(`clouds: { metal: { profile: ours, region_name: north, auth: { ${project} } } }`),
      ...profiles(
        `public-clouds: { ours: { auth: { auth_url: "${URL}" }, regions: [{ name: north, values: { interface: internal } }] } }`,
      ),
    },
  },
  'a profile with an auth_type': {
    files: {
      ...clouds('clouds: { metal: { profile: ours, auth: { token: t, project_id: p } } }'),
      ...profiles(`public-clouds: { ours: { auth_type: token, auth: { auth_url: "${URL}" } } }`),
    },
  },
  'a profile that is not there': {
    files: { ...clouds(`clouds: { metal: { profile: ours, auth: { auth_url: "${URL}", ${project} } } }`) },
  },
  'an empty profile': {
    files: { ...clouds(`clouds: { metal: { profile: "", auth: { auth_url: "${URL}", ${project} } } }`) },
  },
  'a profile with a password in secure.yaml': {
    files: {
      ...clouds(
        'clouds: { metal: { profile: ours, auth: { username: ada, user_domain_id: u, project_id: p } } }',
      ),
      ...secure('clouds: { metal: { auth: { password: hidden } } }'),
      ...profiles(`public-clouds: { ours: { auth: { auth_url: "${URL}" } } }`),
    },
  },
  'a cloud named envvars': { files: clouds(named('envvars')), cloud: 'envvars' },
}
