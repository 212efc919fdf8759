import type { TransportReply } from '../transport/transport.js'
import { parseApiVersion, type ApiVersion } from './api-version.js'

/** Ironic's id of the request; older servers send only the second form. */
export function requestIdOf({ headers }: TransportReply): string | undefined {
  return headers['x-openstack-request-id'] ?? headers['openstack-request-id']
}

const LONGEST_RETRY_AFTER_S = 300

/** Seconds only: Ironic never sends the header, and the proxies that do send that form. */
export function retryAfterMs({ headers }: TransportReply): number | undefined {
  const text = headers['retry-after']
  const seconds = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return seconds >= 0 ? Math.min(seconds, LONGEST_RETRY_AFTER_S) * 1_000 : undefined
}

/** The microversions that the server speaks, as far as it says so: a proxy may strip the headers. */
export interface OfferedVersions {
  readonly minimum: ApiVersion | undefined
  readonly maximum: ApiVersion | undefined
}

export function offeredVersions({ headers }: TransportReply): OfferedVersions {
  return {
    minimum: parseApiVersion(headers['x-openstack-ironic-api-minimum-version']),
    maximum: parseApiVersion(headers['x-openstack-ironic-api-maximum-version']),
  }
}
