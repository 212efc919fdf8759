import { withoutSecrets } from '../errors/known-secrets.js'

/** In order of precedence; Ironic and Keystone send one each. */
const NAMES = ['openstack-request-id', 'x-openstack-request-id']

/** The form of every request id of Ironic and Keystone: a UUID after this prefix. */
const FIT = /^req-[0-9a-f-]{1,40}$/i

/**
 * Returns the server's id of a request, or `undefined` when it sent none or one of another form. The id appears in
 * errors and logs, and a server can put anything there, such as a password that it received.
 *
 * @param secrets - Texts that the server received and may reflect.
 */
export function readRequestId(
  header: (name: string) => string | null | undefined,
  secrets: readonly string[] = [],
): string | undefined {
  for (const name of NAMES) {
    // A header that was sent twice is one text with a comma.
    const [id = ''] = withoutSecrets(header(name) ?? '', secrets).split(',', 1)
    if (FIT.test(id.trim())) return id.trim()
  }
  return undefined
}
