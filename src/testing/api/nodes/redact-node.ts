import { isAllowed } from '../../policy/require-rule.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { ApiRequest } from '../framework/api-request.js'
import type { NodeField } from './node-fields.js'

type Redactable = 'last_error' | 'reservation' | 'driver_internal_info' | 'driver_info'

/** What Ironic shows in the place of a field. Its two ways of writing it are Ironic's. */
const REDACTED: Readonly<Record<Redactable, unknown>> = {
  last_error: '** Value Redacted - Requires baremetal:node:get:last_error permission. **',
  reservation: '** Redacted - requires baremetal:node:get:reservation permission. **',
  driver_internal_info: {
    content: '** Redacted - Requires baremetal:node:get:driver_internal_info permission. **',
  },
  driver_info: { content: '** Redacted - requires baremetal:node:get:driver_info permission. **' },
}

/**
 * What the caller sees in the place of this field; `undefined` when it may see the field.
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
