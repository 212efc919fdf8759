import { isAllowed } from '../../policy/require-rule.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { ApiRequest } from '../framework/api-request.js'
import type { NodeField } from './node-fields.js'

type Redactable = 'last_error' | 'reservation' | 'driver_internal_info' | 'driver_info'

/** The text that replaces each redacted field. Ironic itself uses both forms. */
const REDACTED: Readonly<Record<Redactable, unknown>> = {
  last_error: '** Value Redacted - Requires baremetal:node:get:last_error permission. **',
  reservation: '** Redacted - requires baremetal:node:get:reservation permission. **',
  driver_internal_info: {
    content: '** Redacted - Requires baremetal:node:get:driver_internal_info permission. **',
  },
  driver_info: { content: '** Redacted - requires baremetal:node:get:driver_info permission. **' },
}

/**
 * Returns what replaces this field for the caller; `undefined` when the caller may see it.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (node_sanitize)
 */
export function redactedField(request: ApiRequest, node: NodeRecord, field: NodeField): unknown {
  if (request.caller === undefined || !isRedactable(field)) return undefined
  if (isAllowed(request, 'node:get:filter_threshold') || isAllowed(request, `node:get:${field}`, node))
    return undefined
  return REDACTED[field]
}

function isRedactable(field: NodeField): field is Redactable {
  return Object.hasOwn(REDACTED, field)
}
