import type { Route } from './messages.js'

/**
 * Where in a request a call is stopped and killed.
 *
 * - `before`: the driver has decided on the request, and has sent nothing of it.
 * - `sent`: all of it was sent; whether the server has received it is unknown.
 * - `after`: its reply has arrived, and the driver has not received it yet.
 */
export type Moment = 'before' | 'sent' | 'after'

export interface Boundary {
  /** The request in words that fit another node too, since the number of reads before it may differ. */
  readonly route: string
  /** The number of the request among those of its route, counted from 1. */
  readonly nth: number
  readonly moment: Moment
}

export const MOMENTS: readonly Moment[] = ['before', 'sent', 'after']

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** Returns a request without its own identifiers: `GET /v1/nodes/{uuid}`. */
export function routeOf({ method, path }: Route): string {
  return `${method} ${path.replaceAll(UUID, '{uuid}').replace(/\?.*/, '')}`
}
