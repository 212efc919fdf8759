/**
 * Ironic's REST API with types: {@link IronicClient} has a collection for each resource, and one method for each request.
 *
 * @example
 * ```ts
 * import { createKyTransport } from 'ironic-driver'
 * import { IronicClient } from 'ironic-driver/client'
 *
 * const client = new IronicClient({ transport: createKyTransport({ endpoint: 'http://127.0.0.1:6385' }) })
 * const nodes = await client.nodes.list({ filter: { provision_state: 'available' }, fields: ['name', 'resource_class'] }).all()
 * if (nodes.isErr()) console.error(nodes.error.kind, nodes.error.message)
 * else for (const node of nodes.value) console.log(node.uuid, node.name, node.resource_class)
 * ```
 *
 * @module ironic-driver/client
 */

export * from './ironic-client.js'
export type { IronicClientOptions } from './requests/client-options.js'
export type { CallOptions } from './requests/api-request.js'
export { ApiFeatures } from './versions/api-features.js'
export type { ApiFeature } from './versions/api-features.js'
export type { ApiVersion } from './versions/api-version.js'
export { patchKeys, removeField, setField } from './requests/json-patch.js'
export type { JsonPatch, PatchOperation } from './requests/json-patch.js'
export type { Collection } from './collections/paging.js'
export type { FilteredListOptions, GetOptions, ListOptions } from './collections/collection-requests.js'
export type { FreeForm } from './collections/field-schemas.js'

export type { DecodedRawRequest, RawRequest } from './requests/raw-request.js'
export type { RequestSafety } from './requests/retry-policy.js'
export {
  ConcurrencyLimitError,
  ConflictError,
  DuplicateError,
  FaultError,
  ForbiddenError,
  InstanceAssociatedError,
  NoConductorError,
  NoFreePortError,
  NodeAssociatedError,
  NodeInMaintenanceError,
  NodeLockedError,
  NodeProtectedError,
  NodeRetiredError,
  NotFoundError,
  PowerOffDisabledError,
  RejectedRequestError,
  RequestTooLargeError,
  ServerError,
  ServiceBusyError,
  ServiceUnavailableError,
  StateRefusedError,
  TransitionInProgressError,
  UnauthorizedError,
  UnexpectedStatusError,
  UnsupportedByHardwareError,
  VifAlreadyAttachedError,
  VifInvalidError,
  VifNotAttachedError,
} from './errors/fault-errors.js'
export type { CommonFault, Fault, SpecificFault, SpecificFaultKind } from './errors/fault-errors.js'
export {
  InvalidResponseError,
  UnexpectedFailureError,
  UnsupportedApiVersionError,
} from './errors/client-errors.js'
export type { ClientError, RequestError, RequestErrorOr } from './errors/client-errors.js'
export { PROVISION_VERBS, verbIsLegal } from '../states/provision-verbs.js'
export type { ProvisionVerb, ProvisionVerbFacts } from '../states/provision-verbs.js'
export { POWER_TARGETS } from '../states/power-states.js'
export type { PowerState, PowerTarget, PowerTargetFacts } from '../states/power-states.js'
export type { ProvisionState } from '../states/provision-states.js'
