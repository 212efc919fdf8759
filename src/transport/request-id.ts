import { withoutSecrets } from '../errors/known-secrets.js'

/** In the order in which they count: Ironic and Keystone send one each. */
const NAMES = ['openstack-request-id', 'x-openstack-request-id']

/** Every id of Ironic and Keystone is a UUID behind this word. */
const FIT = /^req-[0-9a-f-]{1,40}$/i

/**
 * The server's id of a request, or `undefined` when it sent none, or something that has not the form of OpenStack's ids:
 * the id goes into errors and logs, and a server can write anything there, a password that it was sent for one.
 *
 * @param secrets - Texts that the server was sent and may reflect.
 */
export function readRequestId(
  header: (name: string) => string | null | undefined,
  secrets: readonly string[] = [],
): string | undefined {
  for (const name of NAMES) {
    // A header that came twice is one text with a comma.
    const [id = ''] = withoutSecrets(header(name) ?? '', secrets).split(',', 1)
    if (FIT.test(id.trim())) return id.trim()
  }
  return undefined
}
