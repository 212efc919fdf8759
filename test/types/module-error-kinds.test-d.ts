import type { ResultAsync } from 'neverthrow'
import { expectTypeOf, test } from 'vitest'
import type { EnrollChassisError, IronicDriver, parseEnrollment } from 'ironic-driver'
import type { RequestError } from 'ironic-driver/client'

/** The kinds of error that a verb can return, except those of every request. */
type Kinds<Verb extends (...args: never[]) => unknown> =
  ReturnType<Verb> extends ResultAsync<unknown, { readonly kind: infer Kind }>
    ? Exclude<Kind, RequestError['kind']>
    : never

type TargetKind = 'node_not_found' | 'instance_not_found' | 'instance_mismatch'
type WaitKind = 'wait_timed_out' | 'wait_stalled' | 'lost_sight' | 'transition_failed' | 'transition_diverged'
type VerbKind =
  | 'node_locked'
  | 'state_refused'
  | 'node_in_maintenance'
  | 'node_protected'
  | 'node_retired'
  | 'unsupported_by_hardware'
type ConsoleKind = 'node_locked' | 'unsupported_by_hardware'

test('rescue', () => {
  type Rescue = IronicDriver['rescue']
  expectTypeOf<Kinds<Rescue['enter']>>().toEqualTypeOf<TargetKind | VerbKind | WaitKind | 'node_not_ready'>()
  expectTypeOf<Kinds<Rescue['requestLeave']>>().toEqualTypeOf<TargetKind | VerbKind | 'node_not_ready'>()
  expectTypeOf<Kinds<Rescue['waitForEnter']>>().toEqualTypeOf<TargetKind | WaitKind>()
})

test('console', () => {
  type Console = IronicDriver['console']
  expectTypeOf<Kinds<Console['state']>>().toEqualTypeOf<TargetKind | ConsoleKind>()
  expectTypeOf<Kinds<Console['enable']>>().toEqualTypeOf<TargetKind | ConsoleKind | WaitKind>()
  expectTypeOf<Kinds<Console['waitForDisable']>>().toEqualTypeOf<TargetKind | WaitKind>()
  expectTypeOf<Kinds<Console['vnc']>>().toEqualTypeOf<
    TargetKind | ConsoleKind | WaitKind | 'console_unavailable'
  >()
})

test('rebuild', () => {
  type Rebuild = IronicDriver['rebuild']
  type PatchKind =
    | 'node_locked'
    | 'transition_in_progress'
    | 'state_refused'
    | 'node_associated'
    | 'instance_associated'
    | 'duplicate'
  expectTypeOf<Kinds<Rebuild['requestRedeploy']>>().toEqualTypeOf<
    TargetKind | VerbKind | PatchKind | 'node_not_ready' | 'validation_failed' | 'vif_missing'
  >()
  expectTypeOf<Kinds<Rebuild['waitForRedeploy']>>().toEqualTypeOf<TargetKind | WaitKind>()
})

test('storage', () => {
  type Storage = IronicDriver['storage']
  type TargetFault = 'node_locked' | 'state_refused'
  expectTypeOf<Kinds<Storage['connector']>>().toEqualTypeOf<TargetKind>()
  expectTypeOf<Kinds<Storage['attachTarget']>>().toEqualTypeOf<
    TargetKind | TargetFault | 'volume_target_taken' | 'outcome_unknown'
  >()
  expectTypeOf<Kinds<Storage['detachTarget']>>().toEqualTypeOf<TargetKind | TargetFault>()
})

test('power', () => {
  type Power = IronicDriver['power']
  type AskKind = TargetKind | 'node_locked' | 'state_refused' | 'unsupported_by_hardware' | 'outcome_unknown'
  expectTypeOf<Kinds<Power['requestOn']>>().toEqualTypeOf<AskKind>()
  expectTypeOf<Kinds<Power['requestReboot']>>().toEqualTypeOf<AskKind>()
  expectTypeOf<Kinds<Power['requestOff']>>().toEqualTypeOf<AskKind | 'power_off_disabled'>()
  expectTypeOf<Kinds<Power['on']>>().toEqualTypeOf<AskKind | WaitKind>()
  expectTypeOf<Kinds<Power['reboot']>>().toEqualTypeOf<AskKind | WaitKind>()
  expectTypeOf<Kinds<Power['off']>>().toEqualTypeOf<AskKind | WaitKind | 'power_off_disabled'>()
  expectTypeOf<Kinds<IronicDriver['power']['waitForOff']>>().toEqualTypeOf<TargetKind | WaitKind>()
})

test('allocations', () => {
  type Allocations = IronicDriver['allocations']
  type AskKind = 'allocation_taken' | 'allocation_owner_refused' | 'allocation_left_behind'
  type DecidedKind = 'allocation_failed' | 'allocation_gone' | 'wait_timed_out'
  expectTypeOf<Kinds<Allocations['requestCreate']>>().toEqualTypeOf<AskKind>()
  expectTypeOf<Kinds<Allocations['create']>>().toEqualTypeOf<AskKind | DecidedKind>()
  expectTypeOf<Kinds<Allocations['waitFor']>>().toEqualTypeOf<DecidedKind | 'allocation_not_found'>()
  expectTypeOf<Kinds<Allocations['backfill']>>().toEqualTypeOf<
    TargetKind | AskKind | 'backfill_refused' | 'node_locked'
  >()
  expectTypeOf<Kinds<Allocations['delete']>>().toEqualTypeOf<
    'allocation_in_use' | 'node_locked' | 'not_found_or_hidden'
  >()
})

test('enrolling and upkeep', () => {
  type Lifecycle = IronicDriver['lifecycle']
  type PartKind = 'duplicate' | 'node_locked' | 'state_refused' | 'transition_in_progress'
  expectTypeOf<Kinds<Lifecycle['enroll']>>().toEqualTypeOf<
    PartKind | 'identity_conflict' | 'enroll_incomplete'
  >()
  expectTypeOf<Kinds<Lifecycle['enrollAll']>>().toEqualTypeOf<never>()
  expectTypeOf<Kinds<typeof parseEnrollment>>().toEqualTypeOf<'enrollment_file_invalid'>()
  expectTypeOf<EnrollChassisError['kind']>().toEqualTypeOf<
    RequestError['kind'] | 'duplicate' | 'identity_conflict'
  >()
  expectTypeOf<Kinds<Lifecycle['maintenance']>>().toEqualTypeOf<TargetKind | 'node_locked'>()
  expectTypeOf<Kinds<Lifecycle['endMaintenance']>>().toEqualTypeOf<TargetKind | 'node_locked'>()
  type UnretireKind = TargetKind | PartKind | 'node_associated' | 'instance_associated'
  expectTypeOf<Kinds<Lifecycle['unretire']>>().toEqualTypeOf<UnretireKind>()
  expectTypeOf<Kinds<Lifecycle['retire']>>().toEqualTypeOf<UnretireKind | 'node_not_ready'>()
  expectTypeOf<Kinds<Lifecycle['remove']>>().toEqualTypeOf<
    | TargetKind
    | WaitKind
    | 'node_locked'
    | 'state_refused'
    | 'node_protected'
    | 'node_associated'
    | 'node_not_ready'
    | 'not_found_or_hidden'
  >()
})

test('lifecycle verbs', () => {
  type Lifecycle = IronicDriver['lifecycle']
  type Asked = TargetKind | VerbKind | 'node_not_ready'
  expectTypeOf<Kinds<Lifecycle['manage']>>().toEqualTypeOf<Asked | WaitKind>()
  expectTypeOf<Kinds<Lifecycle['requestProvide']>>().toEqualTypeOf<Asked>()
  expectTypeOf<Kinds<Lifecycle['waitForInspect']>>().toEqualTypeOf<TargetKind | WaitKind>()
  expectTypeOf<Kinds<Lifecycle['inspect']>>().toEqualTypeOf<Asked | WaitKind>()
  expectTypeOf<Kinds<Lifecycle['clean']>>().toEqualTypeOf<Asked | WaitKind | 'target_raid_remains'>()
  expectTypeOf<Kinds<Lifecycle['requestClean']>>().toEqualTypeOf<Asked | 'target_raid_remains'>()
  expectTypeOf<Kinds<Lifecycle['service']>>().toEqualTypeOf<Asked | WaitKind>()
  expectTypeOf<Kinds<Lifecycle['adopt']>>().toEqualTypeOf<Asked | WaitKind>()
  expectTypeOf<Kinds<Lifecycle['requestAbort']>>().toEqualTypeOf<Asked>()
  expectTypeOf<Kinds<Lifecycle['waitForUnlock']>>().toEqualTypeOf<
    TargetKind | 'wait_timed_out' | 'lost_sight' | 'transition_diverged'
  >()
  expectTypeOf<Kinds<Lifecycle['waitForUnhold']>>().toEqualTypeOf<TargetKind | WaitKind>()
})

test('paths of a node', () => {
  type Lifecycle = IronicDriver['lifecycle']
  type Destroying =
    'transition_in_progress' | 'node_associated' | 'instance_associated' | 'duplicate' | 'not_found_or_hidden'
  type Way = TargetKind | VerbKind | WaitKind | 'node_not_ready'
  expectTypeOf<Kinds<Lifecycle['plan']>>().toEqualTypeOf<TargetKind>()
  expectTypeOf<Kinds<Lifecycle['bringTo']>>().toEqualTypeOf<Way | Destroying | 'no_path'>()
  expectTypeOf<Kinds<Lifecycle['recover']>>().toEqualTypeOf<Way | Destroying | 'validation_failed'>()
})
