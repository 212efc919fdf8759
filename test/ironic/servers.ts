import { forceNode, runSql, type IronicDatabase, type SqlValue } from './fixture/ironic-database.js'
import type { RunningIronic } from './fixture/start-ironic.js'

/** One of the real Ironics for the contract tests. */
export interface ServerUnderTest {
  /** Such as "Ironic 21.4". */
  readonly name: string
  readonly url: string
  readonly maxApiVersion: string
  /** The Debian folder in which it runs; clients of the same release are installed there too. */
  readonly root: string
  /** Puts a node into a state that fake-hardware never enters by itself. */
  forceNode(uuid: string, columns: Readonly<Record<string, SqlValue>>): Promise<void>
  /** Returns what Ironic stores of an instance, including the parts that no reply shows. */
  storedInstanceInfo(uuid: string): Promise<Readonly<Record<string, unknown>>>
}

interface Coordinates {
  readonly name: string
  readonly url: string
  readonly maxApiVersion: string
  readonly database: IronicDatabase
}

const variable = 'IRONIC_DRIVER_SERVERS'

export function servers(env: NodeJS.ProcessEnv = process.env): readonly ServerUnderTest[] {
  const handed = env[variable]
  if (!handed)
    throw new Error(
      `${variable} is not set. These tests need a real Ironic; start them by npm run test:ironic`,
    )
  return (JSON.parse(handed) as Coordinates[]).map(({ database, ...server }) => ({
    ...server,
    root: database.root,
    forceNode: (uuid, columns) => forceNode(database, uuid, columns),
    storedInstanceInfo: async (uuid) => {
      const query = 'SELECT instance_info FROM ironic.nodes WHERE uuid = %s'
      const [row] = (await runSql(database, query, [uuid])).rows
      return JSON.parse(String(row?.[0])) as Readonly<Record<string, unknown>>
    },
  }))
}

/** Returns the environment that passes running servers to the tests. */
export function serversEnv(running: readonly RunningIronic[]): Record<string, string> {
  const coordinates = running.map(({ name, url, maxApiVersion, database }): Coordinates => ({
    name,
    url,
    maxApiVersion,
    database,
  }))
  return { [variable]: JSON.stringify(coordinates) }
}
