import type { ApiFault } from './api-fault.js'
import { pythonJson } from './python-text.js'

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
}

/** Returns the body of a refusal: JSON within JSON, except for refusals of Ironic's middleware. */
export function faultBody({ status, message, form }: ApiFault): string {
  if (form === 'none') return ''
  if (form === 'flat') return pythonJson({ faultcode: 'Client', faultstring: message })
  const inner =
    form === 'webob'
      ? { code: status, title: TITLES[status] ?? 'Error', description: message }
      : { faultcode: status < 500 ? 'Client' : 'Server', faultstring: message, debuginfo: null }
  return pythonJson({ error_message: pythonJson(inner) })
}
