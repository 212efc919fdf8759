import type { ResultAsync } from 'neverthrow'
import { expectTypeOf, test } from 'vitest'
import type { IronicDriver } from 'ironic-driver'

/** The kinds of error that a verb of the driver can return. */
type Kinds<Verb extends (...args: never[]) => unknown> =
  ReturnType<Verb> extends ResultAsync<unknown, { readonly kind: infer Kind }> ? Kind : never

/** The kinds of any request. Written out, so that a new or a removed kind is noticed here. */
type RequestKind =
  // without a reply
  | 'invalid_input'
  | 'aborted'
  | 'network_failure'
  | 'request_timed_out'
  | 'authentication_failed'
  // with an unusable reply
  | 'reply_too_large'
  | 'invalid_response'
  | 'unexpected_failure'
  | 'unexpected_status'
  | 'unsupported_api_version'
  // refused: the login, the request
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rejected_request'
  | 'request_too_large'
  | 'conflict'
  // postponed, or failed
  | 'no_conductor'
  | 'service_busy'
  | 'concurrency_limit'
  | 'service_unavailable'
  | 'server_error'

/** The refusals of a change of the node's record. */
type PatchKind =
  | 'node_locked'
  | 'transition_in_progress'
  | 'state_refused'
  | 'node_associated'
  | 'instance_associated'
  | 'duplicate'

/** The refusals of a provision verb. */
type VerbKind =
  | 'node_locked'
  | 'state_refused'
  | 'node_in_maintenance'
  | 'node_protected'
  | 'node_retired'
  | 'unsupported_by_hardware'

type TargetKind = 'node_not_found' | 'instance_not_found' | 'instance_mismatch'

type WaitKind = 'wait_timed_out' | 'wait_stalled' | 'lost_sight' | 'transition_failed' | 'transition_diverged'

type Provisioning = IronicDriver['provisioning']

test('power.state', () => {
  expectTypeOf<Kinds<IronicDriver['power']['state']>>().toEqualTypeOf<RequestKind | TargetKind>()
})

test('power.on', () => {
  expectTypeOf<Kinds<IronicDriver['power']['on']>>().toEqualTypeOf<
    | RequestKind
    | TargetKind
    | WaitKind
    | 'outcome_unknown'
    | 'node_locked'
    | 'state_refused'
    | 'unsupported_by_hardware'
  >()
})

test('provisioning.reserve', () => {
  expectTypeOf<Kinds<Provisioning['reserve']>>().toEqualTypeOf<
    | RequestKind
    | 'node_not_found'
    | 'node_not_ready'
    | 'node_taken'
    | 'node_locked'
    | 'state_refused'
    | 'instance_associated'
    | 'duplicate'
    | 'no_suitable_node'
    | 'undo_incomplete'
  >()
})

test('provisioning.spawn', () => {
  expectTypeOf<Kinds<Provisioning['spawn']>>().toEqualTypeOf<
    | RequestKind
    | WaitKind
    | VerbKind
    | 'node_not_found'
    | 'node_not_ready'
    | 'node_taken'
    | 'instance_associated'
    | 'duplicate'
    | 'vif_already_attached'
    | 'vif_invalid'
    | 'no_free_port'
    | 'port_unusable'
    | 'vif_missing'
    | 'validation_failed'
    | 'no_suitable_node'
    | 'undo_incomplete'
  >()
})

test('provisioning.destroy', () => {
  expectTypeOf<Kinds<Provisioning['destroy']>>().toEqualTypeOf<
    | RequestKind
    | WaitKind
    | VerbKind
    | PatchKind
    | 'instance_mismatch'
    | 'node_not_ready'
    | 'not_found_or_hidden'
  >()
})

test('provisioning.status', () => {
  expectTypeOf<Kinds<Provisioning['status']>>().toEqualTypeOf<RequestKind | TargetKind>()
})

test('provisioning.spawnAll', () => {
  expectTypeOf<Kinds<Provisioning['spawnAll']>>().toEqualTypeOf<
    'invalid_input' | 'aborted' | 'unexpected_failure'
  >()
})

test('provisioning.plan', () => {
  expectTypeOf<Kinds<Provisioning['plan']>>().toEqualTypeOf<
    RequestKind | 'node_not_found' | 'node_not_ready' | 'node_taken' | 'no_suitable_node'
  >()
})

type Inventory = IronicDriver['inventory']

test('inventory.nodes', () => {
  expectTypeOf<Kinds<Inventory['nodes']>>().toEqualTypeOf<RequestKind>()
})

test('inventory.instance', () => {
  expectTypeOf<Kinds<Inventory['instance']>>().toEqualTypeOf<
    RequestKind | 'instance_not_found' | 'ambiguous_name'
  >()
})

test('inventory.exists', () => {
  expectTypeOf<Kinds<Inventory['exists']>>().toEqualTypeOf<RequestKind>()
})

test('inventory.resources', () => {
  expectTypeOf<Kinds<Inventory['resources']>>().toEqualTypeOf<RequestKind | TargetKind>()
})

test('networking.attachVif', () => {
  expectTypeOf<Kinds<IronicDriver['networking']['attachVif']>>().toEqualTypeOf<
    | RequestKind
    | TargetKind
    | 'node_locked'
    | 'vif_already_attached'
    | 'vif_invalid'
    | 'no_free_port'
    | 'port_unusable'
    | 'unsupported_by_hardware'
  >()
})

test('networking.detachVif', () => {
  expectTypeOf<Kinds<IronicDriver['networking']['detachVif']>>().toEqualTypeOf<
    RequestKind | TargetKind | 'node_locked' | 'unsupported_by_hardware'
  >()
})
