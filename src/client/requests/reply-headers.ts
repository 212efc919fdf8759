import { readRequestId } from '../../transport/request-id.js'
import type { TransportReply } from '../../transport/transport.js'
import { parseApiVersion, type ApiVersion } from '../versions/api-version.js'

/**
 * Returns Ironic's id of the request.
 *
 * @param secrets - Secrets of the request, which a server may reflect.
 */
export function requestIdOf(
  { headers }: TransportReply,
  secrets: readonly string[] = [],
): string | undefined {
  return readRequestId((name) => headers[name], secrets)
}

/** The microversions that the server supports, as far as it says: a proxy may strip the headers. */
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
