import type { Transport, TransportRequest } from 'ironic-driver'
import type { Exchanged } from './request-disruptions.js'

export interface Deployments {
  /** Passes everything on, and sees which deployments Ironic accepts. */
  readonly transport: { readonly send: (request: TransportRequest) => Promise<Exchanged> }
  /** How many nodes had an accepted deployment, and no accepted tear-down after it, at the same time. */
  readonly mostAtOnce: () => number
  /** Counts only what is deployed now, and what comes after. */
  readonly forget: () => void
}

/** Watches what Ironic has accepted, whatever its caller heard of it. */
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
