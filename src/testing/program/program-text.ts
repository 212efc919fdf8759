import type { ServedSimulator } from '../serve-simulator.js'
import type { ProgramLogin, ProgramOptions } from './program-options.js'
import { nodeName } from './start-program.js'
import { trialText } from './trial-text.js'

export const HELP = `Starts a simulated Ironic, for ironic-driver, the baremetal command and any other client.

  ironic-simulator [options]

  --port N        the port; 0 takes any free one (default: 6385)
  --host ADDRESS  the address to listen on (default: 127.0.0.1)
  --nodes N       the number of nodes at the start (default: 3)
  --hardware H    fake-hardware, the simplest (default), or redfish, with an agent and slow power changes
  --speed N       works N times as fast, 1 to 1000 (default: 1)
  --release R     the release of Ironic, such as 21.4 (default: the newest)
  --seed N        the same seed gives the same identifiers and addresses (default: 1)
  --user NAME     require this name by HTTP basic, together with --password
  --password TEXT require this password
  --keystone      check the name and password in an identity service instead, served at /identity
  --token TEXT    require this token
  -h, --help      print this text

Examples:

  ironic-simulator                                  three nodes, each deployed in two seconds
  ironic-simulator --hardware redfish --speed 5     deployments by an agent, in four seconds instead of twenty
  ironic-simulator --port 0 --nodes 50              fifty nodes, on any free port
  ironic-simulator --keystone --user demo --password secret

Press Ctrl-C to stop. Nothing is saved.
`

/** Makes text bold or dim where the terminal supports it. */
export type Paint = (style: 'bold' | 'dim', text: string) => string

/**
 * Returns the text for a started program: its address, its nodes, code that deploys one of them, and the environment of
 * the baremetal command.
 */
export function greeting(served: ServedSimulator, options: ProgramOptions, paint: Paint): string {
  const { release, nodes, login } = options
  const commands = [
    paint('dim', 'For the baremetal and openstack commands:'),
    ...environment(served, login).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ]
  const code = [
    paint('dim', `To deploy ${nodeName(1)}, paste this in another terminal, in this folder:`),
    trialText(served.url, login),
  ]
  const parts = nodes === 0 ? [commands] : login.kind === 'none' ? [code, commands] : [commands, code]
  return [
    `Simulated Ironic ${release} at ${paint('bold', served.url)}`,
    nodesLine(options),
    ...parts.flatMap((lines) => ['', ...lines]),
    '',
    paint('dim', 'Press Ctrl-C to stop.'),
    '',
  ].join('\n')
}

const MOST_NAMES = 5

function nodesLine({ nodes, hardware, speed }: ProgramOptions): string {
  if (nodes === 0) return 'It has no nodes.'
  const names = Array.from({ length: Math.min(nodes, MOST_NAMES) }, (_, index) => nodeName(index + 1))
  const listed =
    nodes > MOST_NAMES ? `${names.slice(0, 2).join(', ')}, … ${nodeName(nodes)}` : names.join(', ')
  const pace = speed === 1 ? '' : `, ${speed} times as fast`
  return `${nodes === 1 ? 'Node' : 'Nodes'}: ${listed} (${hardware}, available${pace})`
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
