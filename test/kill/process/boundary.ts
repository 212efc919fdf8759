/**
 * Where a call is stopped, to be killed there, within one of its requests.
 *
 * - `before`: the driver has decided on the request, and nothing of it was sent.
 * - `sent`: all of it was sent; whether the server has taken it, nobody knows.
 * - `after`: its reply has arrived, and the driver has not been given it.
 */
export type Moment = 'before' | 'sent' | 'after'

export interface Boundary {
  /** The number of the request, from 1. */
  readonly request: number
  readonly moment: Moment
}

export const MOMENTS: readonly Moment[] = ['before', 'sent', 'after']
