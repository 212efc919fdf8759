import { err, ok, type Result } from 'neverthrow'
import type { KyTransportOptions } from '../../transport/ky-transport-options.js'
import type { OptionProblem } from '../../transport/option-problem.js'
import { readProxy } from '../../transport/proxy.js'
import type { Environment } from './environment.js'
import { environmentProxy } from './environment-proxy.js'

/** The options of a transport that do not depend on the endpoint. */
type TransportPart = Pick<KyTransportOptions, 'tls' | 'maxReplyBytes' | 'userAgent' | 'headers' | 'proxy'>

/** How to talk to the servers of a connection. */
export interface HttpOptions extends TransportPart {
  /** Variables that may name a proxy, where `proxy` is absent. */
  readonly env?: Environment | undefined
}

/** Returns the options of the transport to one server, which may have a proxy of its own. */
export function optionsFor(
  endpoint: string | URL,
  { env = {}, ...options }: HttpOptions,
): Result<TransportPart, OptionProblem> {
  if (options.proxy !== undefined) return ok(options)
  const found = environmentProxy(endpoint, env)
  if (found === undefined) return ok(options)
  const read = readProxy(found.url)
  return read.isErr()
    ? err({ field: `env.${found.variable}`, problem: read.error.problem })
    : ok({ ...options, proxy: found.url })
}

/** Returns whether an option was passed to `connect`, and is in no file. */
export function isOwnOption(field: string): boolean {
  return /^(?:maxReplyBytes|userAgent|headers|proxy|env)(?:\.|$)/.test(field)
}
