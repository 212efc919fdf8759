import type { DescribedCloud } from '../described-cloud.js'
import { metal, project, USER, clouds, URL } from './cloud-texts.js'

export const scopes: Readonly<Record<string, DescribedCloud>> = {
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

export const logins: Readonly<Record<string, DescribedCloud>> = {
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
