import type { HttpMethod } from './transport.js'

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Returns where to send the request next, or `undefined` when the caller should see the redirect.
 *
 * Only reads are redirected, since a change must not be made twice or elsewhere. They stay within the origin, since
 * the login is for this server alone.
 */
export function planRedirect(
  method: HttpMethod,
  asked: string,
  reply: { readonly status: number; readonly location: string | undefined },
): URL | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (!REDIRECTS.has(reply.status) || reply.location === undefined) return undefined
  if (!URL.canParse(reply.location, asked)) return undefined
  const next = new URL(reply.location, asked)
  if (next.origin !== new URL(asked).origin || next.username !== '' || next.password !== '') return undefined
  return next
}
