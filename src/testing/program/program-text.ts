import type { ServedSimulator } from '../serve-simulator.js'
import type { ProgramLogin, ProgramOptions } from './program-options.js'

export const HELP = `Starts a simulated Ironic, for the baremetal command, openstacksdk and any other client.

  ironic-simulator [options]

  --port N        where it listens; 6385 by default, 0 for any that is free
  --host ADDRESS  127.0.0.1 by default
  --nodes N       how many machines there are at the beginning; 3 by default
  --release R     which Ironic it is, such as 21.4; the newest by default
  --hardware H    fake-hardware, where all is simple (the default), or redfish, with an agent and slow power changes
  --seed N        the same seed gives the same identifiers and addresses; 1 by default
  --user NAME     asks for a name and a password by HTTP basic, together with
  --password TEXT
  --keystone      asks for that name and password at an identity service of its own instead
  --token TEXT    asks for this token
  -h, --help      tells this

It ends at Ctrl-C, and keeps nothing.
`

/** What is said when it is up: where it is, and how the baremetal command finds it. */
export function greeting(served: ServedSimulator, { release, nodes, login }: ProgramOptions): string {
  const machines = nodes === 1 ? '1 node' : `${nodes} nodes`
  const exports = environment(served, login).map(([name, value]) => `export ${name}=${quoted(value)}`)
  return [
    `Ironic ${release}, simulated, answers at ${served.url} with ${machines}.`,
    '',
    'For the baremetal and openstack commands:',
    ...exports,
    '',
    'Ctrl-C ends it.',
    '',
  ].join('\n')
}

function environment(
  { url, identityUrl = '' }: ServedSimulator,
  login: ProgramLogin,
): readonly (readonly [name: string, value: string])[] {
  switch (login.kind) {
    case 'none':
      return [
        ['OS_AUTH_TYPE', 'none'],
        ['OS_ENDPOINT', url],
      ]
    case 'http_basic':
      return [
        ['OS_AUTH_TYPE', 'http_basic'],
        ['OS_ENDPOINT', url],
        ['OS_USERNAME', login.user],
        ['OS_PASSWORD', login.password],
      ]
    case 'token':
      return [
        ['OS_AUTH_TYPE', 'admin_token'],
        ['OS_ENDPOINT', url],
        ['OS_TOKEN', login.token],
      ]
    case 'keystone':
      return [
        ['OS_AUTH_TYPE', 'password'],
        ['OS_AUTH_URL', identityUrl],
        ['OS_USERNAME', login.user],
        ['OS_PASSWORD', login.password],
        ['OS_USER_DOMAIN_NAME', 'Default'],
        ['OS_PROJECT_NAME', 'service'],
        ['OS_PROJECT_DOMAIN_NAME', 'Default'],
      ]
  }
}

/** As a shell takes it for one word. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
