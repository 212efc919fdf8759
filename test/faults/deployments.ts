import type { Transport, TransportRequest } from 'ironic-driver'
import type { Exchanged } from './request-disruptions.js'

export interface Deployments {
  /** Passes all requests on, and records the deployments that Ironic accepts. */
  readonly transport: { readonly send: (request: TransportRequest) => Promise<Exchanged> }
  /** Returns how many nodes at most were deployed at the same time, by requests that Ironic had accepted. */
  readonly mostAtOnce: () => number
  /** Counts only current deployments and those that follow. */
  readonly forget: () => void
}

/** Watches what Ironic has accepted, even if its caller never got the reply. */
export function watchDeployments(ironic: Transport): Deployments {
  const deployed = new Set<string>()
  let most = 0
  return {
    mostAtOnce: () => most,
    forget: () => (most = deployed.size),
    transport: {
      send: async (request) => {
        const exchanged = await ironic.send(request)
        const node = /^\/v1\/nodes\/([^/]+)\/states\/provision/.exec(request.path)?.[1]
        if (node === undefined || exchanged.isErr() || exchanged.value.status !== 202) return exchanged
        if (request.body?.includes('"target":"active"') === true) deployed.add(node)
        if (request.body?.includes('"target":"deleted"') === true) deployed.delete(node)
        most = Math.max(most, deployed.size)
        return exchanged
      },
    },
  }
}
