import { randomUUID } from 'node:crypto'
import { err, ok } from 'neverthrow'
import { NetworkFailureError, type Transport, type TransportRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { baseRun, preparedSite } from '../faults/base-run.js'
import { worldsOf } from '../faults/list-cases.js'
import { OPERATIONS, scenarioOf } from '../faults/operations.js'

const REFUSAL = {
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error_message: { faultstring: 'Refused.', faultcode: 'Client' } }),
}

/** What happens to one request of a call. */
const DISRUPTIONS = {
  'is refused': () => Promise.resolve(ok(REFUSAL)),
  'loses its reply and aborts the call': async (inner, { signal: _, ...request }, abort) => {
    const reply = await inner.send(request)
    abort()
    return reply.andThen(() => err(new NetworkFailureError('Lost.', { sent: 'maybe' })))
  },
} satisfies Record<
  string,
  (inner: Transport, request: TransportRequest, abort: () => void) => ReturnType<Transport['send']>
>

it.each(OPERATIONS)(
  '%s sends the id and keeps the time limit of its caller when it undoes its work',
  async (operation) => {
    const scenario = scenarioOf(operation)
    const [world = 'fake'] = worldsOf(operation)
    const { trace } = await baseRun(operation, world)
    for (const disrupt of Object.values(DISRUPTIONS))
      for (const index of trace.keys()) {
        const site = await preparedSite(scenario, world)
        const sent: TransportRequest[] = []
        const stop = new AbortController()
        const transport: Transport = {
          send: (request) => {
            if (request.path === '/') return site.ironic.send(request)
            const isDisrupted = sent.push(request) === index
            return isDisrupted ? disrupt(site.ironic, request, () => stop.abort()) : site.ironic.send(request)
          },
        }
        const requestId = `req-${randomUUID()}`
        const options = { requestId, timeoutMs: 7_000, signal: stop.signal }
        const call = async () => (await scenario.call(site.actor(transport), options)).isOk()
        await site.clock.run(call())
        const strays = sent.filter(
          ({ headers, timeoutMs = Infinity }) =>
            headers['x-openstack-request-id'] !== requestId || timeoutMs > 7_000,
        )
        expect(strays.map(({ method, path }) => `${method} ${path}, request ${index}`)).toEqual([])
      }
  },
)
