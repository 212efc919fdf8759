import { withoutSecrets } from '../errors/known-secrets.js'

/** In the order in which they count: Ironic and Keystone send one each. */
const NAMES = ['openstack-request-id', 'x-openstack-request-id']

/** Ironic's ids have 40 characters. */
const FIT = /^[!-~]{1,128}$/

/** Every id of Ironic and Keystone is a UUID behind this word. */
const PLAIN = /^req-[0-9a-f-]{1,40}$/i

/**
 * The server's id of a request, when it is of the form that OpenStack gives to all. For where it is not known what of
 * the request is secret, such as a password in its body.
 */
export function readPlainRequestId(header: (name: string) => string | null): string | undefined {
  const id = readRequestId(header)
  return id !== undefined && PLAIN.test(id) ? id : undefined
}

/**
 * The server's id of a request, or `undefined` when it sent none, or something that is none: the id goes into errors
 * and logs, and a server can write anything there.
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
