import { isRecord } from '../errors/is-record.js'
import type { OptionProblem } from './option-problem.js'
import { findHeaderProblem } from './request-check.js'
import { userAgentHeader } from './user-agent.js'

/** Headers to send with every request. */
interface ExtraHeaders {
  readonly userAgent?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** The headers that cannot be added, and what to do instead. */
const RESERVED: Readonly<Record<string, string>> = {
  authorization: 'pass the login as `auth`',
  'x-auth-token': 'pass the login as `auth`',
  'x-subject-token': 'pass the login as `auth`',
  'proxy-authorization': 'pass the user and password in the URL of `proxy`',
  'user-agent': 'pass `userAgent`',
  'x-openstack-request-id': 'pass `requestId` to a call',
  'x-openstack-ironic-api-version': 'pass `newestVersion`',
  'openstack-api-version': 'pass `newestVersion`',
}

/** Set by this library or by HTTP itself. Ironic's faults are recognized by their English text. */
const OWN =
  /^(?:accept(?:-language|-encoding)?|connection|content-(?:length|type|encoding)|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/

/** Returns what is wrong with such headers; without their values, which may be secret. */
export function extraHeaderProblem({
  userAgent,
  headers,
}: {
  readonly userAgent?: unknown
  readonly headers?: unknown
}): OptionProblem | undefined {
  if (userAgent !== undefined && (userAgent === '' || findHeaderProblem({ 'user-agent': userAgent })))
    return { field: 'userAgent', problem: 'cannot be sent as a header; pass a text of one line.' }
  if (headers === undefined) return undefined
  // The entries of a Map or of Headers are no fields.
  if (!isRecord(headers) || Symbol.iterator in headers)
    return { field: 'headers', problem: 'must be an object of names and texts.' }
  for (const [name, value] of Object.entries(headers)) {
    const problem = findHeaderProblem({ [name]: value })
    if (problem !== undefined) return { field: `headers.${problem.name}`, problem: problem.problem }
    const lower = name.toLowerCase()
    const instead = RESERVED[lower] ?? (OWN.test(lower) ? 'leave it out' : undefined)
    if (instead !== undefined)
      return { field: `headers.${name}`, problem: `is set by this library; ${instead}.` }
  }
  return undefined
}

/** Returns such headers as they are sent, with names in lower case. */
export function sentHeaders({ userAgent, headers = {} }: ExtraHeaders): Readonly<Record<string, string>> {
  const extra = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return {
    ...Object.fromEntries(extra),
    ...(userAgent === undefined ? {} : { 'user-agent': userAgentHeader(userAgent) }),
  }
}
