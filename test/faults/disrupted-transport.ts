import type { Transport } from 'ironic-driver'
import type { Line, RequestDisruption } from './request-disruptions.js'
import type { MatrixSite } from './matrix-site.js'
import { OTHER_INSTANCE } from './matrix-site.js'

/** A disruption, and the number of the request that it meets, counted from 1. */
export interface PlacedDisruption {
  readonly at: number
  readonly disruption: RequestDisruption
}

export interface DisruptedLine {
  readonly transport: Transport
  /** Returns how many requests the driver has sent. */
  readonly sent: () => number
}

/** Returns a transport to the site's simulator on which some requests are disrupted. */
export function disruptedTransport(
  site: MatrixSite,
  placed: readonly PlacedDisruption[],
  call: Pick<Line, 'abort' | 'untilDeadline'>,
): DisruptedLine {
  const { ironic, clock, node, stranger } = site
  let sent = 0
  const disruptionOf = (index: number, isChange: boolean) =>
    placed.find(({ at, disruption }) => {
      const fits = disruption.lasts === 'once' ? index === at : index >= at
      return fits && (disruption.of === undefined || disruption.lasts === 'once' || isChange)
    })?.disruption
  const transport: Transport = {
    send: (request) => {
      sent += 1
      // A dead process sends nothing.
      if (placed.some(({ at, disruption }) => disruption.dies === true && sent > at))
        return new Promise(() => undefined)
      const disruption = disruptionOf(sent, request.method !== 'GET')
      if (disruption === undefined) return ironic.send(request)
      const { signal: _, ...alone } = request
      return disruption.send({
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
