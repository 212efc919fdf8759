import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createKyTransport } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import type { Result } from 'neverthrow'
import { withServer } from './bench-server.js'
import { FIELDS, LISTED_NODES, PAGE_SIZE } from './listed-nodes.js'
import { measureInTurn, report } from './measure.js'
import { listBySdk } from './sdk-list.js'

const NODES = 10_000

/**
 * Measures a list of nodes over several pages, relative to fetch with `JSON.parse`, and to openstacksdk where Python has
 * it. Then measures the memory of an iteration over all nodes of the server.
 */
export async function listBench(): Promise<void> {
  await withServer(async (endpoint) => {
    const client = new IronicClient({ transport: createKyTransport({ endpoint }) })
    const list = () => client.nodes.list({ fields: FIELDS, pageSize: PAGE_SIZE })
    const { ours, plain } = await measureInTurn({
      plain: () => listByFetch(endpoint),
      ours: () => take(list(), NODES),
    })
    report(
      `list ${NODES} nodes of ${FIELDS.length} fields / fetch, processor time`,
      ours.cpuMs / plain.cpuMs,
      `${ours.cpuMs.toFixed(0)} ms to ${plain.cpuMs.toFixed(0)} ms`,
    )
    const sdk = await listBySdk(endpoint, NODES)
    if (sdk === undefined) console.log('openstacksdk: skipped, since PYTHON cannot import it')
    else
      report(
        `the same by openstacksdk ${sdk.version} / fetch, processor time`,
        sdk.cpuMs / plain.cpuMs,
        `${sdk.cpuMs.toFixed(0)} ms`,
      )

    const collect = garbageCollector()
    const heapAfter = async (nodes: number) => {
      await take(list(), nodes, collect)
      return process.memoryUsage().heapUsed
    }
    const [few, many] = [await heapAfter(PAGE_SIZE), await heapAfter(LISTED_NODES)]
    report(
      `memory of an iteration over ${LISTED_NODES} nodes / ${PAGE_SIZE}`,
      many / few,
      `${(many / 1e6).toFixed(1)} MB to ${(few / 1e6).toFixed(1)} MB`,
    )
  })
}

/** Takes so many nodes, and calls `atEnd` while the iteration still holds what it holds. */
async function take(
  nodes: AsyncIterable<Result<unknown, Error>>,
  count: number,
  atEnd: () => void = () => undefined,
): Promise<void> {
  let taken = 0
  for await (const node of nodes) {
    if (node.isErr()) throw node.error
    taken += 1
    if (taken < count) continue
    atEnd()
    return
  }
  throw new Error(`The server listed ${taken} nodes.`)
}

async function listByFetch(endpoint: string): Promise<void> {
  const query = `fields=${FIELDS.join()}&limit=${PAGE_SIZE}`
  const all: unknown[] = []
  for (let marker = ''; all.length < NODES;) {
    const page = (await (await fetch(`${endpoint}/v1/nodes?${query}${marker}`)).json()) as {
      readonly nodes: readonly { readonly uuid: string }[]
    }
    all.push(...page.nodes)
    marker = `&marker=${page.nodes.at(-1)?.uuid ?? ''}`
  }
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
