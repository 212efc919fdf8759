/** A part of the library under its name in the API pages, with the folders of `src` that it stands for. */
interface SourcePart {
  readonly name: string
  readonly folders: readonly string[]
}

const part = (name: string, ...folders: readonly string[]): SourcePart => ({ name, folders })

/** The parts of the library, in the order in which a reader meets them. */
const PARTS: readonly SourcePart[] = [
  part('Driver', 'driver'),
  part('Login', 'login'),
  part('Provisioning', 'modules/provisioning'),
  part('Images and deployment', 'modules/deployment'),
  part('Config drives', 'modules/config-drive'),
  part('Power', 'modules/power'),
  part('Networking', 'modules/networking'),
  part('Storage', 'modules/storage'),
  part('Rebuild', 'modules/rebuild'),
  part('Rescue', 'modules/rescue'),
  part('Console', 'modules/console'),
  part('Lifecycle', 'modules/lifecycle'),
  part('Enrollment', 'modules/enrollment'),
  part('Allocations', 'modules/allocations'),
  part('Inventory', 'modules/inventory'),
  part('States', 'states'),
  part('Waiting', 'waiting'),
  part('Calls of all modules', 'operations', 'formats'),
  part('Client', 'client'),
  part('Client: resources', 'client/resources'),
  part('Client: lists and fields', 'client/collections'),
  part('Client: errors', 'client/errors'),
  part('Transport', 'transport', 'platform'),
  part('Errors', 'errors'),
  part('Clock', 'clock'),
  part('Tracing', 'tracing'),
  part('OpenTelemetry', 'otel'),
  part('Simulator', 'testing'),
  part('Simulated nodes', 'testing/controls'),
  part('Simulated hardware', 'testing/hardware', 'testing/world'),
  part('Simulated logins and rights', 'testing/login', 'testing/policy'),
  part('Disruptions', 'testing/disruptions'),
  part('Time in tests', 'testing/time'),
]

/** Returns the part of the library that a file of `src` belongs to: that of the deepest folder that is listed. */
export function partOf(path: string): string {
  for (let folder = path; folder.includes('/');) {
    folder = folder.slice(0, folder.lastIndexOf('/'))
    const found = PARTS.find(({ folders }) => folders.includes(folder))
    if (found !== undefined) return found.name
  }
  throw new Error(
    `src/${path} belongs to no part of the API pages. Add its folder to build/site/source-parts.ts.`,
  )
}

/** Returns the parts that occur, in the order of the list. */
export function inOrder(names: Iterable<string>): readonly string[] {
  const present = new Set(names)
  return PARTS.map(({ name }) => name).filter((name) => present.has(name))
}
