import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { measure, report } from './measure.js'

const HEADERS = { 'x-openstack-ironic-api-version': '1.115' }
const FEW_FIELDS = 'uuid,name,provision_state,power_state,last_error,reservation'

/** Measures lists of the simulator, relative to writing and parsing the same bytes as JSON. */
export async function simulatorBench(): Promise<void> {
  const simulator = new IronicSimulator({ clock: new ManualClock() })
  for (let index = 0; index < 10_000; index++)
    simulator
      .node({ name: `node-${index}`, properties: { cpus: 16, memory_mb: 65_536 }, extra: { rack: index } })
      .available()

  for (const query of [`fields=${FEW_FIELDS}`, 'detail=true']) {
    const pages: string[] = []
    await walk(simulator, query, (body) => pages.push(body))
    const plain = await measure(() => pages.map((body) => JSON.stringify(JSON.parse(body))))
    const paged = await measure(() => walk(simulator, query, (body) => void JSON.parse(body)))
    report(
      `page 10000 simulated nodes, ${query.split('=')[0] ?? ''} / JSON`,
      paged.cpuMs / plain.cpuMs,
      `${paged.cpuMs.toFixed(0)} ms to ${plain.cpuMs.toFixed(0)} ms of processor time, ${Math.round(pages.join('').length / 1024)} KiB`,
    )
  }
}

/** Reads every page of a list of nodes. */
async function walk(simulator: IronicSimulator, query: string, take: (body: string) => void): Promise<void> {
  for (let marker = ''; ;) {
    const path = `/v1/nodes?${query}${marker}`
    const reply = await simulator.send({ method: 'GET', path, headers: HEADERS })
    if (reply.isErr()) throw reply.error
    const { body } = reply.value
    take(body)
    const next = /"next":"[^"]*marker=([0-9a-f-]{36})/.exec(body)?.[1]
    simulator.forgetRequests()
    if (next === undefined) return
    marker = `&marker=${next}`
  }
}
