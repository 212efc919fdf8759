import type { ServedSimulator } from '../serve-simulator.js'
import type { ProgramLogin, ProgramOptions } from './program-options.js'

export const HELP = `Starts a simulated Ironic, for the baremetal command, openstacksdk and any other client.

  ironic-simulator [options]

  --port N        the port; 0 takes any free one (default: 6385)
  --host ADDRESS  the address to listen on (default: 127.0.0.1)
  --nodes N       the number of nodes at the start (default: 3)
  --release R     the release of Ironic, such as 21.4 (default: the newest)
  --hardware H    fake-hardware, the simplest (default), or redfish, with an agent and slow power changes
  --seed N        the same seed gives the same identifiers and addresses (default: 1)
  --user NAME     require this name by HTTP basic, together with --password
  --password TEXT require this password
  --keystone      check the name and password in an identity service instead, served at /identity
  --token TEXT    require this token
  -h, --help      print this text

Press Ctrl-C to stop. Nothing is saved.
`

/** Returns the text for a started program: its address, and the environment of the baremetal command. */
export function greeting(served: ServedSimulator, { release, nodes, login }: ProgramOptions): string {
  const machines = nodes === 1 ? '1 node' : `${nodes} nodes`
  const exports = environment(served, login).map(([name, value]) => `export ${name}=${quoted(value)}`)
  return [
    `Simulated Ironic ${release} with ${machines} at ${served.url}`,
    '',
    'For the baremetal and openstack commands:',
    ...exports,
    '',
    'Press Ctrl-C to stop.',
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

/** Quotes a value as one word of a shell. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
