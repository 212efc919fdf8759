import type { ResultAsync } from 'neverthrow'
import { expectTypeOf, test } from 'vitest'
import type { IronicDriver } from 'ironic-driver'

/** The kinds of error that a verb of the driver can end with. */
type Kinds<Verb extends (...args: never[]) => unknown> =
  ReturnType<Verb> extends ResultAsync<unknown, { readonly kind: infer Kind }> ? Kind : never

/** What any request can end with. Written out, so that a kind that comes or goes is noticed here. */
type RequestKind =
  // without an answer
  | 'invalid_input'
  | 'aborted'
  | 'network_failure'
  | 'request_timed_out'
  | 'authentication_failed'
  // with one that is of no use
  | 'invalid_response'
  | 'unexpected_failure'
  | 'unexpected_status'
  | 'unsupported_api_version'
  // refused: the login, the request, the node
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rejected_request'
  | 'request_too_large'
  | 'conflict'
  | 'duplicate'
  | 'state_refused'
  | 'node_in_maintenance'
  | 'node_retired'
  | 'node_protected'
  | 'node_locked'
  | 'node_associated'
  | 'instance_associated'
  | 'transition_in_progress'
  | 'unsupported_by_hardware'
  | 'no_free_port'
  | 'vif_already_attached'
  | 'vif_not_attached'
  | 'vif_invalid'
  // put off, or broken
  | 'no_conductor'
  | 'service_busy'
  | 'concurrency_limit'
  | 'service_unavailable'
  | 'server_error'

type TargetKind = 'node_not_found' | 'instance_not_found' | 'instance_mismatch'

type WaitKind = 'wait_timed_out' | 'wait_stalled' | 'lost_sight' | 'transition_failed' | 'transition_diverged'

type Provisioning = IronicDriver['provisioning']

test('power.on', () => {
  expectTypeOf<Kinds<IronicDriver['power']['on']>>().toEqualTypeOf<
    RequestKind | TargetKind | WaitKind | 'outcome_unknown'
  >()
})

test('provisioning.spawn', () => {
  expectTypeOf<Kinds<Provisioning['spawn']>>().toEqualTypeOf<
    | RequestKind
    | WaitKind
    | 'node_not_found'
    | 'node_not_ready'
    | 'node_taken'
    | 'validation_failed'
    | 'undo_incomplete'
  >()
})

test('provisioning.destroy', () => {
  expectTypeOf<Kinds<Provisioning['destroy']>>().toEqualTypeOf<
    RequestKind | WaitKind | 'instance_mismatch' | 'node_not_ready'
  >()
})

test('networking.attachVif', () => {
  expectTypeOf<Kinds<IronicDriver['networking']['attachVif']>>().toEqualTypeOf<RequestKind | TargetKind>()
})
