import type { Transport } from 'ironic-driver'
import type { Line, RequestFault } from './request-faults.js'
import type { FaultSite } from './fault-site.js'
import { OTHER_INSTANCE } from './fault-site.js'

/** A fault and the request, counted from 1, that it befalls. */
export interface PlacedFault {
  readonly at: number
  readonly fault: RequestFault
}

export interface FaultyLine {
  readonly transport: Transport
  /** How many requests the driver has sent. */
  readonly sent: () => number
}

/** A transport to the simulator of the site on which certain requests go wrong. */
export function faultyTransport(
  site: FaultSite,
  placed: readonly PlacedFault[],
  call: Pick<Line, 'abort' | 'untilDeadline'>,
): FaultyLine {
  const { ironic, clock, node, stranger } = site
  let sent = 0
  const faultOf = (index: number, isChange: boolean) =>
    placed.find(({ at, fault }) => {
      const fits = fault.lasts === 'once' ? index === at : index >= at
      return fits && (fault.of === undefined || fault.lasts === 'once' || isChange)
    })?.fault
  const transport: Transport = {
    send: (request) => {
      sent += 1
      // Who is dead sends nothing.
      if (placed.some(({ at, fault }) => fault.dies === true && sent > at))
        return new Promise(() => undefined)
      const fault = faultOf(sent, request.method !== 'GET')
      if (fault === undefined) return ironic.send(request)
      const { signal: _, ...alone } = request
      return fault.send({
        ...call,
        request,
        pass: () => ironic.send(alone),
        ask: (path) => ironic.send({ ...alone, method: 'GET', path, body: undefined }),
        wait: (ms) => clock.sleep(ms, request.signal),
        sleep: (ms) => clock.sleep(ms),
        lock: (ms) => {
          if (node.exists && node.now.reservation === null) node.lock(ms)
        },
        stranger: { node: stranger.uuid, instance: OTHER_INSTANCE },
      })
    },
  }
  return { transport, sent: () => sent }
}
