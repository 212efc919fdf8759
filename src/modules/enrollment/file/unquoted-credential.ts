import { isSecretKey } from '../../../errors/secret-names.js'
import { isRecord } from '../../../errors/is-record.js'

/** A value that YAML did not read as the text that a credential is. */
export interface UnquotedCredential {
  /** Its path in the file, such as `nodes.3.driver_info.redfish_password`. */
  readonly path: string
  readonly problem: string
}

/** The objects of a node that hold credentials for its hardware. */
const WITH_CREDENTIALS = ['driver_info', 'instance_info']

/** Names of credentials that are not secret. Ironic's own end so: `ipmi_username`, `snmp_user`. */
const LOGIN_NAME = /(^|_)(user|username|login)$/i

/**
 * Finds the first credential of a file that YAML reads as something else, such as the number 83 for `0123`. The problem
 * never contains the value.
 */
export function unquotedCredential(content: unknown, path = ''): UnquotedCredential | undefined {
  if (!isRecord(content)) return undefined
  for (const [key, value] of Object.entries(content)) {
    const at = path === '' ? key : `${path}.${key}`
    const found = WITH_CREDENTIALS.includes(key) ? credentialIn(value, at) : unquotedCredential(value, at)
    if (found !== undefined) return found
  }
  return undefined
}

function credentialIn(given: unknown, path: string): UnquotedCredential | undefined {
  if (!isRecord(given)) return undefined
  for (const [key, value] of Object.entries(given)) {
    const at = `${path}.${key}`
    const problem = isSecretKey(key) || LOGIN_NAME.test(key) ? problemOf(value) : undefined
    const found = problem === undefined ? credentialIn(value, at) : { path: at, problem }
    if (found !== undefined) return found
  }
  return undefined
}

function problemOf(value: unknown): string | undefined {
  if (value === null) return 'is empty, which YAML reads as null; put the text in quotes, or remove the key'
  if (typeof value === 'number' || typeof value === 'bigint')
    return 'is read as a number, which may change it; put it in quotes'
  return typeof value === 'boolean' ? 'is read as true or false; put it in quotes' : undefined
}
