import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyFault } from '../../../src/client/errors/classify-fault.js'
import { readFault } from '../../../src/client/errors/read-fault.js'
import { fault, reply } from '../support/scripted-transport.js'

function kindOf({ status, body }: { readonly status: number; readonly body: string }): string {
  return classifyFault({ status, ...readFault(body) }).kind
}

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const OTHER = '6c1b9b52-4a3f-4b73-8c9c-5f0d5b8b8f11'

// In the words of Ironic 21.4 and 39.0: ironic/common/exception.py, ironic/conductor/manager.py and
// ironic/api/controllers/v1/node.py.
const TEXTS: readonly (readonly [status: number, text: string, kind: string])[] = [
  [
    409,
    `Node ${NODE} is locked by host cond-1, please retry after the current operation is completed.`,
    'node_locked',
  ],
  [
    409,
    `Node ${NODE} parent_node ${OTHER} is presently locked and we are unable to perform any action on it at this time. Please retry after the current operation is completed.`,
    'node_locked',
  ],
  [
    409,
    `Node ${NODE} child_node ${OTHER} is presently locked and we are unable to perform any action on it at this time. Please retry after the current operation is completed.`,
    'node_locked',
  ],
  [409, 'Node web-1 can not be updated while a state transition is in progress.', 'transition_in_progress'],
  [409, `Node ${NODE} is associated with instance ${OTHER}.`, 'node_associated'],
  [
    409,
    `Instance ${OTHER} is already associated with a node, it cannot be associated with this other node ${NODE}`,
    'instance_associated',
  ],
  [
    409,
    `Unable to attach VIF because VIF ${OTHER} is already attached to Ironic Port ${NODE}`,
    'vif_already_attached',
  ],
  [
    409,
    `Unable to attach VIF ${OTHER} to node ${NODE}. Reason: no port of physical network p1`,
    'vif_invalid',
  ],
  [409, 'A node with name web-1 already exists.', 'duplicate'],
  [409, `A node with UUID ${NODE} already exists.`, 'duplicate'],
  [409, 'A port with MAC address 52:54:00:cf:2d:31 already exists.', 'duplicate'],
  [409, "A volume target with boot index '0' for the same node already exists.", 'duplicate'],
  [409, 'An allocation with name web already exists.', 'duplicate'],
  [409, `An allocation with UUID ${OTHER} already exists.`, 'duplicate'],
  [
    409,
    `Cannot remove allocation ${OTHER} for node ${NODE}, because the node is active (and maintenance mode is off)`,
    'state_refused',
  ],
  [
    500,
    'Validation of image href oci://registry/os:42 failed, reason: Image download protocol oci is not supported.',
    'rejected_request',
  ],
  [
    409,
    `Can not delete node "${NODE}" while it is in provision state "active". Valid provision states to perform deletion are: "['manageable', 'enroll', 'adopt failed', 'available']", or set the node into maintenance mode`,
    'state_refused',
  ],
  [409, `Cannot update node "${NODE}" while it is in state "inspecting".`, 'state_refused'],
  [
    409,
    `Node ${NODE} can not have deploy_interface updated unless it is in one of allowed (enroll, manageable) states or in maintenance mode. Current state is 'active'.`,
    'state_refused',
  ],
  [
    409,
    'Node is in %(state)s state. Since node is transitioning, the boot mode will not be set as this may interfere with ongoing changes and result in erroneous modification. Try again later.',
    'state_refused',
  ],
  [
    409,
    `Cannot remove allocation ${OTHER} for node ${NODE}, because the node is in state deploying where updates are not allowed (and maintenance mode is off)`,
    'state_refused',
  ],
  [
    409,
    `Can not abort service on node "${NODE}" while it is in maintenance mode. Please remove the node from maintenance prior to issuing the request to abort the service operation.`,
    'node_in_maintenance',
  ],
  [409, 'Failed to set node power state to power off.', 'power_off_disabled'],
  [
    400,
    `The requested action "deleted" can not be performed on node "${NODE}" while it is in state "deploying".`,
    'state_refused',
  ],
  [
    400,
    `The provisioning operation can't be performed on node ${NODE} because it's in maintenance mode.`,
    'node_in_maintenance',
  ],
  [400, `The provide operation can't be performed on node ${NODE} because it is retired.`, 'node_retired'],
  [400, `Unable to attach VIF ${OTHER}, not enough free physical ports.`, 'no_free_port'],
  [
    400,
    `Unable to detach VIF ${OTHER} from node ${NODE} because it is not attached to it.`,
    'vif_not_attached',
  ],
  [
    400,
    'Driver fake-hardware does not support inject_nmi (disabled or not implemented).',
    'unsupported_by_hardware',
  ],
  [
    400,
    `Node ${NODE} hardware does not support feature secure_boot, which is required based upon the requested configuration.`,
    'unsupported_by_hardware',
  ],
  [
    400,
    "Couldn't apply patch '[{'op': 'remove', 'path': '/extra/x'}]'. Reason: can't remove a non-existent object 'x'",
    'rejected_request',
  ],
  [
    400,
    'No valid host was found. Reason: No conductor service registered which supports driver ipmi for conductor group "".',
    'no_conductor',
  ],
  [
    404,
    'No valid host was found. Reason: No conductor service registered which supports driver ipmi for conductor group "".',
    'no_conductor',
  ],
  [404, `Node ${NODE} could not be found.`, 'not_found'],
  [404, `Node ${NODE} doesn't have a trait 'CUSTOM_GPU'`, 'not_found'],
  [403, `Node ${NODE} is protected and cannot be undeployed, rebuilt or deleted`, 'node_protected'],
  [403, 'Access was denied to the following resource: baremetal:node:set_power_state', 'forbidden'],
  [
    500,
    '"baremetal:chassis:get": "(role:reader and system_scope:all) or rule:service_role" requires a scope of [\'system\'], request was made with project scope.',
    'forbidden',
  ],
  [401, 'Authentication required', 'unauthorized'],
  [405, 'The method PATCH is not allowed.', 'rejected_request'],
  [413, 'Request body is too large. Please contact the service administrator.', 'request_too_large'],
  [
    500,
    "Unable to establish connection to http://cond-1:8089/: HTTPConnectionPool(host='cond-1', port=8089): Max retries exceeded with url: / (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
    'no_conductor',
  ],
  [
    500,
    "Unable to establish connection to http://cond-1:8089/: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
    'server_error',
  ],
  [500, 'Timed out waiting for a reply to message ID 4a3c0f0d5c5b4c0f9e4f6c1d2b3a4958', 'server_error'],
  [500, 'Unexpected error raised by RPC', 'server_error'],
  [
    500,
    'Unable to process request at this time. The concurrent action limit for provisioning has been reached. Please contact your administrator and try again later.',
    'concurrency_limit',
  ],
  [
    503,
    'Unable to process request at this time. The concurrent action limit for cleaning has been reached. Please contact your administrator and try again later.',
    'concurrency_limit',
  ],
  [503, 'Requested action cannot be performed due to lack of free conductor workers.', 'service_busy'],
  [503, 'Resource temporarily unavailable, please retry.', 'no_conductor'],
  [503, 'Failed to read the file from local storage to perform a checksum operation.', 'service_unavailable'],
  [409, 'Words that no Ironic has said yet.', 'conflict'],
  [400, 'Words that no Ironic has said yet.', 'rejected_request'],
  [418, 'Words that no Ironic has said yet.', 'unexpected_status'],
]

describe("Ironic's own text", () => {
  it.each(TEXTS)('%i %s', (status, text, kind) => {
    expect(kindOf(fault(status, text))).toBe(kind)
  })

  it('is kept in the error, with the status', () => {
    const error = classifyFault({
      status: 409,
      requestId: 'req-1',
      ...readFault(fault(409, 'New words.').body),
    })
    expect(error).toMatchObject({ status: 409, fault: 'New words.', requestId: 'req-1' })
    expect(error.message).toContain('New words.')
  })
})

const LOCKED = `Node ${NODE} is locked by host cond-1, please retry after the current operation is completed.`

describe('the body of a fault', () => {
  it.each([
    [
      'JSON in JSON, by a handler',
      { error_message: JSON.stringify({ faultcode: 'Client', faultstring: LOCKED, debuginfo: null }) },
    ],
    ['an object, by a handler', { error_message: { faultcode: 'Client', faultstring: LOCKED } }],
    [
      'routing, with a description',
      { error_message: JSON.stringify({ code: 409, title: 'Conflict', description: LOCKED }) },
    ],
    [
      'routing, with a title only',
      { error_message: JSON.stringify({ code: 409, title: LOCKED, description: null }) },
    ],
    ['plain text within JSON', { error_message: LOCKED }],
    ['HTML within JSON', { error_message: `<html><head><title>${LOCKED}</title></head></html>` }],
    ['flat, from the limit of the body', { faultcode: 'Client', faultstring: LOCKED }],
    ['basic authentication and Keystone', { error: { code: 409, title: 'Conflict', message: LOCKED } }],
    ['HTML with a title', `<!doctype html><html><head><title>${LOCKED}</title></head><body>x</body></html>`],
    ['HTML without a title', `<html><style>b{}</style><body><b>${LOCKED}</b></body></html>`],
    ['plain text', LOCKED],
  ])('is understood in the form of %s', (_form, body) => {
    const { text } = readFault(reply(409, body).body)
    expect(text).toBe(LOCKED)
    expect(kindOf(reply(409, body))).toBe('node_locked')
  })

  it.each(['', ' ', '{}', '[]', 'null', '0', '""', '{"error_message":null}', '{"error_message":"{}"}'])(
    'may be empty: %j',
    (body) => {
      expect(kindOf({ status: 409, body })).toBe('conflict')
      expect(kindOf({ status: 503, body })).toBe('service_unavailable')
    },
  )

  it('may be any text, and never makes the client throw', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ error_message: JSON.stringify(value) })),
      fc.jsonValue().map((value) => JSON.stringify({ error_message: value })),
      fc
        .array(fc.constantFrom('<', '>', '</', 'script', 'title', 'a', ' ', '"', '&'))
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, (status, text) => {
        expect(kindOf({ status, body: text })).toMatch(/^[a-z_]+$/)
      }),
    )
  })

  it.each([
    ['nests without end', `${'{"error":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['opens tags without end', '<a'.repeat(500_000)],
    ['opens scripts without end', '<script>'.repeat(120_000)],
    ['is a long word', 'x'.repeat(1_000_000)],
  ])('that %s is read in linear time and kept short', (_what, body) => {
    const startedAt = performance.now()
    const { text } = readFault(body)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(text.length).toBeLessThanOrEqual(2_000)
  })
})

describe('a 404', () => {
  it.each([
    ['of a proxy without a backend', reply(404, '<html><title>404 Not Found</title></html>')],
    ['of an ingress in plain text', reply(404, 'default backend - 404')],
    ['without a body', reply(404)],
    [
      "of Ironic's routing, for a path that it does not have",
      reply(404, { error_message: JSON.stringify({ code: 404, title: 'Not Found', description: null }) }),
    ],
  ])('%s does not mean that the node is gone', (_what, answer) => {
    expect(kindOf(answer)).toBe('unexpected_status')
  })
})
