import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** The address of a real Ironic. Default: the simulator. */
  readonly endpoint: string | undefined
  readonly login: { readonly username: string; readonly password: string } | undefined
  /** Names or UUIDs of the nodes to use. */
  readonly nodes: readonly string[]
  readonly count: number
  readonly image: { readonly source: string; readonly checksum?: string | undefined } | undefined
  /** Allows changes on a real Ironic. */
  readonly yes: boolean
  /** Makes the simulated machines ten times as fast. */
  readonly quick: boolean
}

export const USAGE = `Usage: npm run demo
           on the simulator: spawns a fleet, power cycles a machine, destroys all
       npm run demo -- --quick
           the same, in less time and with less output
       IRONIC_URL=http://ironic:6385 npm run demo -- [--nodes N] [NODE ...]
           on a real Ironic: lists the nodes that it would take, and changes nothing
       IRONIC_URL=http://ironic:6385 npm run demo -- --yes [--image URL] [--checksum sha256:...] [NODE ...]
           does it. THIS ERASES THE DISKS OF THE NODES.

IRONIC_USERNAME and IRONIC_PASSWORD log in to an Ironic with HTTP basic authentication.`

/** Returns the options, or a sentence that says what is wrong with them, or `help`. */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoOptions | { readonly problem: string } | 'help' {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        yes: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        nodes: { type: 'string' },
        image: { type: 'string' },
        checksum: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (cause) {
    return { problem: cause instanceof Error ? cause.message : 'The arguments cannot be read.' }
  }
  const { yes, quick, nodes, image, checksum, help } = parsed.values
  if (help) return 'help'

  const endpoint = env['IRONIC_URL'] || undefined
  const username = env['IRONIC_USERNAME'] || undefined
  const password = env['IRONIC_PASSWORD']
  const count = nodes === undefined ? undefined : Number(nodes)
  if (
    endpoint === undefined &&
    (yes || nodes !== undefined || image !== undefined || parsed.positionals.length > 0)
  )
    return {
      problem: 'Nodes, --nodes, --image and --yes are for a real Ironic: set IRONIC_URL to its address.',
    }
  if (count !== undefined && !(Number.isInteger(count) && count > 0))
    return { problem: `--nodes takes a whole number of at least 1, not "${String(nodes)}".` }
  if (count !== undefined && parsed.positionals.length > 0)
    return { problem: 'Pass --nodes or the names of nodes, not both.' }
  if (checksum !== undefined && image === undefined)
    return { problem: '--checksum belongs to an image: pass --image as well.' }
  if (username !== undefined && password === undefined)
    return { problem: 'IRONIC_USERNAME is set and IRONIC_PASSWORD is not: set both, or neither.' }
  return {
    endpoint,
    login: username === undefined || password === undefined ? undefined : { username, password },
    nodes: parsed.positionals,
    count: count ?? 3,
    image: image === undefined ? undefined : { source: image, checksum },
    yes,
    quick,
  }
}
