import type { DescribedCloud } from './described-cloud.js'

const FOLDER = '.config/openstack'
const URL = 'https://keystone.example/v3'
const USER = 'username: ada, password: pw, user_domain_id: users'

/** A cloud of a clouds.yaml, by what stands in `auth` and beside it. */
const metal = (auth: string, beside = '', url = URL): Record<string, string> => ({
  [`${FOLDER}/clouds.yaml`]: `clouds: { metal: { auth: { auth_url: "${url}", ${auth} }, ${beside} } }`,
})
const project = `${USER}, project_name: web, project_domain_name: Web`
const clouds = (text: string) => ({ [`${FOLDER}/clouds.yaml`]: text })
const secure = (text: string) => ({ [`${FOLDER}/secure.yaml`]: text })
const profiles = (text: string) => ({ [`${FOLDER}/clouds-public.yaml`]: text })

const variables = {
  OS_AUTH_URL: URL,
  OS_USERNAME: 'ada',
  OS_PASSWORD: 'pw',
  OS_PROJECT_NAME: 'web',
  OS_USER_DOMAIN_NAME: 'Users',
  OS_PROJECT_DOMAIN_NAME: 'Web',
}

const scopes: Readonly<Record<string, DescribedCloud>> = {
  'a project by name': { files: metal(project) },
  'a project by id': { files: metal(`${USER}, project_id: p-1`) },
  'a project by id and name': { files: metal(`${project}, project_id: p-1`) },
  'a tenant': { files: metal(`${USER}, tenant_name: web, project_domain_id: w`) },
  'a tenant by id': { files: metal(`${USER}, tenant_id: p-1`) },
  'a tenant and a project': { files: metal(`${project}, tenant_name: old`) },
  'a project beside auth': { files: metal(USER, 'project_name: web, project_domain_id: w') },
  'a project in auth and beside': { files: metal(project, 'project_name: other') },
  'a domain by id': { files: metal(`${USER}, domain_id: d`) },
  'a domain by name': { files: metal(`${USER}, domain_name: D`) },
  'a domain beside auth': { files: metal(USER, 'domain_name: D') },
  'one domain for user and project': {
    files: metal('username: ada, password: pw, project_name: web, domain_name: D'),
  },
  'one domain by id for user and project': {
    files: metal('username: ada, password: pw, project_name: web, domain_id: d'),
  },
  'a domain beside auth, with a project': {
    files: metal('username: ada, password: pw, project_name: web', 'domain_id: d'),
  },
  'a domain for the project only': { files: metal(`${USER}, project_name: web, domain_id: d`) },
  'the system': { files: metal(`${USER}, system_scope: all`) },
  'the system beside auth': { files: metal(USER, 'system_scope: all') },
  'no scope': { files: metal(USER) },
  'a trust': { files: metal(`${USER}, trust_id: t-1`) },
  'a default domain by id': {
    files: metal('username: ada, password: pw, project_name: web, default_domain_id: d'),
  },
  'a default domain by name': {
    files: metal('username: ada, password: pw, project_name: web, default_domain_name: D'),
  },
  'a default domain beside auth': {
    files: metal('username: ada, password: pw, project_name: web', 'default_domain: d'),
  },
  'a default domain and one of the user': {
    files: metal(`${USER}, project_name: web, default_domain_id: d`),
  },
  'domains beside auth': {
    files: metal(
      'username: ada, password: pw, project_name: web',
      'user_domain_name: U, project_domain_name: P',
    ),
  },
  'domains in auth and beside': { files: metal(project, 'user_domain_id: other') },
}

const logins: Readonly<Record<string, DescribedCloud>> = {
  'a user by id': { files: metal('user_id: u-1, password: pw, project_id: p-1') },
  'a user by id and name': { files: metal('user_id: u-1, username: ada, password: pw, project_id: p-1') },
  user_name: { files: metal('user_name: ada, user_domain_id: u, password: pw, project_id: p-1') },
  'a user beside auth': { files: metal('password: pw, project_id: p-1', 'username: ada, user_domain_id: u') },
  'a user in auth and beside': { files: metal(project, 'username: eve') },
  'a password in auth and beside': { files: metal(project, 'password: other') },
  'a password beside auth': {
    files: metal('username: ada, user_domain_id: u, project_id: p-1', 'password: pw'),
  },
  hyphens: {
    files: clouds(
      `clouds: { metal: { auth-type: v3password, auth: { auth-url: "${URL}", username: ada, password: pw, user-domain-id: u, project-id: p-1 } } }`,
    ),
  },
  'auth_type password': { files: metal(project, 'auth_type: password') },
  'auth_type v3password': { files: metal(project, 'auth_type: v3password') },
  auth_plugin: { files: metal('token: t, project_id: p-1', 'auth_plugin: token') },
  'auth_plugin and auth_type': { files: metal(project, 'auth_plugin: token, auth_type: password') },
  'auth_type token': { files: metal('token: t, project_id: p-1', 'auth_type: token') },
  'auth_type v3token': { files: metal('token: t, project_id: p-1', 'auth_type: v3token') },
  auth_token: { files: metal('auth_token: t, project_id: p-1', 'auth_type: token') },
  'a token beside auth': { files: metal('project_id: p-1', 'auth_type: token, token: t') },
  'an application credential by id': {
    files: metal(
      'application_credential_id: a, application_credential_secret: s',
      'auth_type: v3applicationcredential',
    ),
  },
  'an application credential by name': {
    files: metal(
      'application_credential_name: a, application_credential_secret: s, username: ada, user_domain_name: U',
      'auth_type: v3applicationcredential',
    ),
  },
  'an application credential by name and user id': {
    files: metal(
      'application_credential_name: a, application_credential_secret: s, user_id: u-1',
      'auth_type: v3applicationcredential',
    ),
  },
  'an application credential beside auth': {
    files: metal(
      '',
      'auth_type: v3applicationcredential, application_credential_id: a, application_credential_secret: s',
    ),
  },
  'an application credential with a project': {
    files: metal(
      'application_credential_id: a, application_credential_secret: s, project_id: p-1',
      'auth_type: v3applicationcredential',
    ),
  },
  'an application credential without an auth_type': {
    files: metal('application_credential_id: a, application_credential_secret: s'),
  },
  'a token without an auth_type': { files: metal('token: t, project_id: p-1') },
  'an unknown auth_type': { files: metal(project, 'auth_type: quantum') },
  v2password: { files: metal('username: ada, password: pw, tenant_name: web', 'auth_type: v2password') },
  'no password': { files: metal('username: ada, user_domain_id: u, project_id: p-1') },
  'no user': { files: metal('password: pw, project_id: p-1') },
  'no auth_url': { files: clouds(`clouds: { metal: { auth: { ${project} } } }`) },
  'auth_url beside auth': {
    files: clouds(`clouds: { metal: { auth_url: "${URL}", auth: { ${project} } } }`),
  },
  'auth_url without a version': { files: metal(project, '', 'https://keystone.example') },
  'auth_url with a path and a slash': { files: metal(project, '', 'https://keystone.example/identity/v3/') },
  'auth_url with a hole': { files: metal(project, 'region_name: north', 'https://{region_name}.example/v3') },
  'auth_url with a hole that nothing fills': { files: metal(project, '', 'https://{nothing}.example/v3') },
  none: { files: clouds('clouds: { metal: { auth_type: none, auth: { endpoint: "http://ironic:6385" } } }') },
  'none with an override': {
    files: clouds(
      'clouds: { metal: { auth_type: none, baremetal_endpoint_override: "http://ironic:6385/v1" } }',
    ),
  },
  None: { files: clouds('clouds: { metal: { auth_type: None, auth: { endpoint: "http://ironic:6385" } } }') },
  null: { files: clouds('clouds: { metal: { auth_type: null, auth: { endpoint: "http://ironic:6385" } } }') },
  'none with both': {
    files: clouds(
      'clouds: { metal: { auth_type: none, endpoint: "http://beside", auth: { endpoint: "http://in" }, baremetal_endpoint_override: "http://over" } }',
    ),
  },
  'none with an endpoint beside auth': {
    files: clouds('clouds: { metal: { auth_type: none, endpoint: "http://ironic:6385" } }'),
  },
  http_basic: {
    files: clouds(
      'clouds: { metal: { auth_type: http_basic, auth: { endpoint: "http://ironic:6385", username: ada, password: pw } } }',
    ),
  },
  'http_basic with an override': {
    files: clouds(
      'clouds: { metal: { auth_type: http_basic, baremetal_endpoint_override: "http://ironic:6385", auth: { username: ada, password: pw } } }',
    ),
  },
  admin_token: {
    files: clouds(
      'clouds: { metal: { auth_type: admin_token, auth: { endpoint: "http://ironic:6385", token: t } } }',
    ),
  },
  'token_endpoint with url': {
    files: clouds(
      'clouds: { metal: { auth_type: token_endpoint, auth: { url: "http://ironic:6385", token: t } } }',
    ),
  },
}

const values: Readonly<Record<string, DescribedCloud>> = {
  'a password of digits': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 12345'),
  },
  'a long id of digits': {
    files: metal('user_id: 12345678901234567890123456789012, password: pw, project_id: p'),
  },
  'a password with leading noughts': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 0123'),
  },
  'a password with a dot': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 1.50'),
  },
  'a password with underscores': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 1_000'),
  },
  'a password like a time': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 12:30:45'),
  },
  'a password like a date': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: 2024-01-31'),
  },
  'a password like a boolean': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: yes'),
  },
  'a password in braces': {
    files: metal('username: ada, user_domain_id: u, project_id: p, password: "{x}"'),
  },
  'a project like a number': { files: metal(`${USER}, project_id: 1e3`) },
  'an empty password': { files: metal('username: ada, user_domain_id: u, project_id: p, password: ""') },
  'a microversion as a text': { files: metal(project, 'baremetal_default_microversion: "1.80"') },
  'a microversion as a version': { files: metal(project, 'baremetal_api_version: "1.80"') },
  'a version with a nought': { files: metal(project, 'baremetal_api_version: "1.0"') },
  'a microversion as a number': { files: metal(project, 'baremetal_default_microversion: 1.80') },
  'a microversion of another number': { files: metal(project, 'baremetal_default_microversion: 1.82') },
  'a timeout': { files: metal(project, 'api_timeout: 30') },
  'a timeout as a text': { files: metal(project, 'api_timeout: "30"') },
  'a timeout with a fraction': { files: metal(project, 'api_timeout: 2.5') },
  'a timeout that is no number': { files: metal(project, 'api_timeout: soon') },
  'a timeout of the service': { files: metal(project, 'api_timeout: 30, baremetal_timeout: 60') },
  'merge keys': {
    files: clouds(
      `base: &base { auth_url: "${URL}", ${project} }\nclouds: { metal: { auth: { <<: *base, project_name: other } } }`,
    ),
  },
}

const places: Readonly<Record<string, DescribedCloud>> = {
  'an interface': { files: metal(project, 'interface: internal') },
  'an interface of the service': { files: metal(project, 'interface: admin, baremetal_interface: internal') },
  'an interface by an alias of the service': {
    files: metal(project, 'interface: admin, bare_metal_interface: internal'),
  },
  'several interfaces': { files: metal(project, 'interface: [nowhere, internal]') },
  'an endpoint_type': { files: metal(project, 'endpoint_type: internalURL') },
  'an interface and an endpoint_type': { files: metal(project, 'interface: admin, endpoint_type: internal') },
  'an endpoint_type and an interface': { files: metal(project, 'endpoint_type: internal, interface: admin') },
  'an endpoint_type of the service': { files: metal(project, 'baremetal_endpoint_type: internal') },
  'an interface that there is not': { files: metal(project, 'interface: secret') },
  'a region': { files: metal(project, 'region_name: south') },
  'a region that the catalog has not': { files: metal(project, 'region_name: west') },
  'a region of the service': { files: metal(project, 'region_name: south, baremetal_region_name: north') },
  'a region of digits': { files: metal(project, 'region_name: 1, interface: internal') },
  'a region that is asked for': { files: metal(project), region: 'south' },
  'another region than the only one': { files: metal(project, 'region_name: south'), region: 'north' },
  'regions with a comma': { files: metal(project, 'region_name: "south,north"') },
  'the second of regions with a comma': {
    files: metal(project, 'region_name: "south,north"'),
    region: 'north',
  },
  'a list of regions': { files: metal(project, 'regions: [south, north]') },
  'the second of a list of regions': { files: metal(project, 'regions: [south, north]'), region: 'north' },
  'no region of a list': { files: metal(project, 'regions: [south, north]'), region: 'west' },
  'regions with values': {
    files: metal(project, 'regions: [{ name: south, values: { interface: internal } }, north]'),
  },
  'regions with a login of their own': {
    files: metal(
      project,
      'regions: [{ name: south, values: { auth: { auth_url: "https://south.example/v3", password: its } } }]',
    ),
  },
  'regions without values': { files: metal(project, 'regions: [{ name: south }]') },
  'a region without a name': { files: metal(project, 'regions: [{ values: {} }]') },
  'a region with what it may not have': { files: metal(project, 'regions: [{ name: south, interface: x }]') },
  'an empty list of regions': { files: metal(project, 'regions: []') },
  'an endpoint': { files: metal(project, 'baremetal_endpoint_override: "http://ironic:6385/v1"') },
  'an endpoint of old': { files: metal(project, 'baremetal_endpoint: "http://ironic:6385"') },
  'an endpoint by an alias of the service': {
    files: metal(project, 'bare_metal_endpoint_override: "http://ironic:6385"'),
  },
  'an endpoint with a hole': {
    files: metal(project, 'region_name: south, baremetal_endpoint_override: "http://{region_name}/metal"'),
  },
  'a type of the service': { files: metal(project, 'baremetal_service_type: bare-metal') },
  'another type of the service': { files: metal(project, 'baremetal_service_type: identity') },
  'a name of the service': { files: metal(project, 'baremetal_service_name: other') },
}

const certificates: Readonly<Record<string, DescribedCloud>> = {
  'a CA': { files: metal(project, 'cacert: /etc/ca.pem') },
  'a CA at home': { files: metal(project, 'cacert: ~/ca.pem') },
  'a CA in the working folder': { files: metal(project, 'cacert: certs/ca.pem') },
  'verify false': { files: metal(project, 'verify: false') },
  'verify no': { files: metal(project, 'verify: no') },
  'verify as a text': { files: metal(project, 'verify: "false"') },
  'verify with the name of a file': { files: metal(project, 'verify: /etc/ca.pem') },
  'verify with the name of a file, and a CA': { files: metal(project, 'verify: /a.pem, cacert: /b.pem') },
  'verify null': { files: metal(project, 'verify: null') },
  'verify true and a CA': { files: metal(project, 'verify: true, cacert: /etc/ca.pem') },
  'verify false and a CA': { files: metal(project, 'verify: false, cacert: /etc/ca.pem') },
  insecure: { files: metal(project, 'insecure: true') },
  'insecure as a text': { files: metal(project, 'insecure: "True"') },
  'insecure yes as a text': { files: metal(project, 'insecure: "yes"') },
  'insecure false': { files: metal(project, 'insecure: false, cacert: /etc/ca.pem') },
  'insecure and verify': { files: metal(project, 'insecure: true, verify: true, cacert: /etc/ca.pem') },
  'a certificate': { files: metal(project, 'cert: ~/cert.pem') },
  'a certificate and its key': { files: metal(project, 'cert: ~/cert.pem, key: ~/key.pem') },
  'a key without its certificate': { files: metal(project, 'key: ~/key.pem') },
}

const plain = `clouds: { metal: { auth: { auth_url: "${URL}", ${project} } } }`
const named = (name: string) => plain.replace('metal', name).replace('ada', `user-of-${name}`)
const files: Readonly<Record<string, DescribedCloud>> = {
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

const environment: Readonly<Record<string, DescribedCloud>> = {
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

const groups = { scopes, logins, values, places, certificates, files, environment }

/** Descriptions of clouds, good and bad, by what is peculiar to them. */
export const cloudCases: readonly (readonly [title: string, described: DescribedCloud])[] = Object.entries(
  groups,
).flatMap(([group, cases]) =>
  Object.entries(cases).map(([title, described]) => [`${group}: ${title}`, described] as const),
)
