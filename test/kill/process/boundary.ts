import type { Route } from './messages.js'

/**
 * Where a call is stopped, to be killed there, within one of its requests.
 *
 * - `before`: the driver has decided on the request, and nothing of it was sent.
 * - `sent`: all of it was sent; whether the server has taken it, nobody knows.
 * - `after`: its reply has arrived, and the driver has not been given it.
 */
export type Moment = 'before' | 'sent' | 'after'

export interface Boundary {
  /** Which request it is, in words that hold for another node too: the number of looks before it may differ. */
  readonly route: string
  /** The number of the request among those of its route, from 1. */
  readonly nth: number
  readonly moment: Moment
}

export const MOMENTS: readonly Moment[] = ['before', 'sent', 'after']

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** A request without what is its own: `GET /v1/nodes/{uuid}`. */
export function routeOf({ method, path }: Route): string {
  return `${method} ${path.replaceAll(UUID, '{uuid}').replace(/\?.*/, '')}`
}
