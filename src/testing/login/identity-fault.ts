import { pythonJson } from '../refusals/python-text.js'

/** The path of the identity service below the address of the simulator. */
export const IDENTITY_PATH = '/identity'

const FAULTS: Readonly<Record<number, readonly [title: string, message: string]>> = {
  400: ['Bad Request', 'The request is malformed.'],
  401: ['Unauthorized', 'The request you have made requires authentication.'],
  403: ['Forbidden', 'You are not authorized to perform the requested action.'],
  404: ['Not Found', 'The resource could not be found.'],
  405: ['Method Not Allowed', 'The method is not allowed for the requested URL.'],
  429: ['Too Many Requests', 'Too many requests.'],
  500: ['Internal Server Error', 'An unexpected error prevented the server from fulfilling your request.'],
  502: ['Bad Gateway', 'The identity service cannot be reached.'],
  503: ['Service Unavailable', 'The service is not available now.'],
  504: ['Gateway Timeout', 'The identity service did not answer in time.'],
}

export const knowsIdentityFault = (status: number): boolean => Object.hasOwn(FAULTS, status)

/** Returns the body of a refusal by the identity service or by the check of its tokens. */
export function identityFault(status: number, text?: string): string {
  const [title, message] = FAULTS[status] ?? ['Error', '']
  return pythonJson({ error: { code: status, title, message: text ?? message } })
}
