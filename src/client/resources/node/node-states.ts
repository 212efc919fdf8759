import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { POWER_TARGETS, type PowerState, type PowerTarget } from '../../../states/power-states.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import { PROVISION_VERBS, type ProvisionVerb } from '../../../states/provision-verbs.js'
import { nullableFreeForm, nullableText, type FreeForm } from '../../collections/field-schemas.js'
import {
  ResourcePart,
  type PartCall,
  type PartCallWith,
  type PartRequest,
} from '../../collections/resource-part.js'
import type { ApiRequest, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'
import type { DeployStep } from '../deploy-step.js'

/** What `GET /v1/nodes/{node}/states` returns, on any microversion. */
export interface NodeStatesReply {
  readonly power_state: PowerState
  readonly target_power_state: string | null
  readonly provision_state: ProvisionState | null
  readonly target_provision_state: string | null
  readonly provision_updated_at: string | null
  readonly last_error: string | null
  readonly console_enabled: boolean
  /** Microversion 1.12, as is `target_raid_config`. */
  readonly raid_config?: FreeForm | null
  readonly target_raid_config?: FreeForm | null
  /** Microversion 1.75, as is `secure_boot`. */
  readonly boot_mode?: string | null
  readonly secure_boot?: boolean | null
}

const statesShape = shape<NodeStatesReply>(
  z.looseObject({
    power_state: nullableText,
    target_power_state: nullableText,
    provision_state: nullableText,
    target_provision_state: nullableText,
    provision_updated_at: nullableText,
    last_error: nullableText,
    console_enabled: z.boolean(),
    raid_config: nullableFreeForm.optional(),
    target_raid_config: nullableFreeForm.optional(),
    boot_mode: nullableText.optional(),
    secure_boot: z.boolean().nullable().optional(),
  }),
)

/** A step of a cleaning or service; steps run in the given order. */
export interface NodeStep {
  readonly interface: string
  readonly step: string
  readonly args?: FreeForm | undefined
  /** Whether the step runs on the child nodes instead of the node; microversion 1.83. */
  readonly execute_on_child_nodes?: boolean | undefined
  /** The only child nodes that it runs on, by UUID; microversion 1.83. */
  readonly limit_child_node_execution?: readonly string[] | undefined
}

/** A provision verb with its arguments. */
export interface ProvisionRequest {
  /** The verb, in Ironic's words. */
  readonly target: ProvisionVerb
  /** With `active` and `rebuild` (1.35): a gzipped image in base64, a URL, or (1.56) Ironic's JSON form. */
  readonly configdrive?: string | FreeForm | undefined
  /** With `active` and `rebuild`; microversion 1.69. */
  readonly deploy_steps?: readonly DeployStep[] | undefined
  /** With `clean`, unless it has a runbook. */
  readonly clean_steps?: readonly NodeStep[] | undefined
  /** With `service`, unless it has a runbook. */
  readonly service_steps?: readonly NodeStep[] | undefined
  /** With `clean` (1.70) and `service` (1.108): `true` to run without booting the agent's ramdisk. */
  readonly disable_ramdisk?: boolean | undefined
  /** With `clean` and `service`, instead of steps: UUID or name of a runbook; microversion 1.92. */
  readonly runbook?: string | undefined
  /** With `rescue`. */
  readonly rescue_password?: string | undefined
}

const PROVISION_FAULTS = [
  'node_locked',
  'state_refused',
  'node_in_maintenance',
  'node_protected',
  'node_retired',
  'unsupported_by_hardware',
] as const
const POWER_FAULTS = [
  'node_locked',
  'state_refused',
  'unsupported_by_hardware',
  'power_off_disabled',
] as const

const RAID_FAULTS: readonly RaidFault[] = ['node_locked', 'unsupported_by_hardware']

/** The specific faults of a target RAID configuration. */
export type RaidFault = 'node_locked' | 'unsupported_by_hardware'
/** The specific faults of a provision verb. */
export type ProvisionFault = (typeof PROVISION_FAULTS)[number]
/** The specific faults of a power change. */
export type PowerFault = (typeof POWER_FAULTS)[number]

/** `/v1/nodes/{node}/states`: provision state and power. */
export interface NodeStates {
  /** Reads the states of a node. Safe to repeat. */
  readonly get: PartCall<NodeStatesReply>

  /**
   * Sends a provision verb; Ironic accepts it and executes it afterwards. The caller has to handle a lock, a refusal
   * because of the state and a lost reply: only the node shows what they mean.
   *
   * @fails state_refused, or node_locked depending on a lock, when the state does not allow the verb
   */
  readonly provision: PartCallWith<[request: ProvisionRequest], void, ProvisionFault>

  /**
   * Stores the target RAID configuration of a node; only a step such as `raid.create_configuration` applies it. Safe
   * to repeat. Microversion 1.12.
   *
   * The configuration is `{ logical_disks: [{ size_gb, raid_level, … }] }` in Ironic's form; `{}` removes the target.
   *
   * @fails unsupported_by_hardware when the node's driver does not support RAID
   * @see openstack/ironic `ironic/drivers/raid_config_schema.json`
   */
  readonly setTargetRaid: PartCallWith<[config: FreeForm], void, RaidFault>

  /**
   * Requests a power change; Ironic accepts the request and executes it afterwards.
   *
   * @fails state_refused when the state of the node does not allow it
   * @fails power_off_disabled when `disable_power_off` is set on the node
   */
  readonly power: PartCallWith<[request: PowerRequest], void, PowerFault>
}

/**
 * A power change to request.
 *
 * @inline
 */
export interface PowerRequest {
  readonly target: PowerTarget
  /** The time limit of the change (1.27), sent in whole seconds, at least 1. Default: the server's setting. */
  readonly timeoutMs?: number | undefined
}

/** @internal */
export function createNodeStates(send: SendRequest): NodeStates {
  const part = new ResourcePart(send, { name: 'nodeStates', of: 'nodes', path: ['states'] })
  return {
    get: part.read('get', statesShape),
    provision: part.callWith('provision', provisionRequest, 'request'),
    setTargetRaid: part.callWith('setTargetRaid', (config) => ({
      method: 'PUT',
      below: ['raid'],
      body: config,
      needs: ['target_raid'],
      safety: 'same_value',
      faults: RAID_FAULTS,
    })),
    power: part.callWith('power', powerRequest, 'request'),
  }
}

function provisionRequest(request: ProvisionRequest): PartRequest<void, ProvisionFault> | InvalidInputError {
  const { target } = request
  if (!Object.hasOwn(PROVISION_VERBS, target)) return unknownTarget(Object.keys(PROVISION_VERBS))
  return {
    as: `provision(${target})`,
    method: 'PUT',
    below: ['provision'],
    body: request,
    needs: provisionNeeds(request),
    safety: 'decide',
    faults: PROVISION_FAULTS,
  }
}

function powerRequest({
  target,
  timeoutMs,
}: PowerRequest): PartRequest<void, PowerFault> | InvalidInputError {
  if (!Object.hasOwn(POWER_TARGETS, target)) return unknownTarget(Object.keys(POWER_TARGETS))
  const facts = POWER_TARGETS[target]
  const timeout = timeoutMs === undefined ? undefined : Math.max(1, Math.ceil(timeoutMs / 1_000))
  return {
    as: `power(${target})`,
    method: 'PUT',
    below: ['power'],
    body: { target, timeout },
    needs: facts.soft || timeout !== undefined ? ['soft_power'] : [],
    safety: facts.repeatable && !facts.soft ? 'same_value' : 'once',
    faults: POWER_FAULTS,
  }
}

function unknownTarget(known: readonly string[]): InvalidInputError {
  return new InvalidInputError('target', `is unknown; use one of ${known.join(', ')}`)
}

function provisionNeeds(request: ProvisionRequest): NonNullable<ApiRequest<unknown>['needs']> {
  const { target, configdrive, deploy_steps, clean_steps = [], service_steps = [] } = request
  const asJson = typeof configdrive === 'object'
  const steps = [...clean_steps, ...service_steps]
  const onChildren = (step: NodeStep) =>
    step.execute_on_child_nodes !== undefined || step.limit_child_node_execution !== undefined
  const withoutRamdisk = target === 'service' ? 'service_without_ramdisk' : 'clean_without_ramdisk'
  return [
    { since: PROVISION_VERBS[target].since, what: `the verb ${target}` },
    ...(configdrive !== undefined && target === 'rebuild' ? (['rebuild_config_drive'] as const) : []),
    ...(asJson ? (['json_config_drive'] as const) : []),
    ...(asJson && 'vendor_data' in configdrive ? (['config_drive_vendor_data'] as const) : []),
    ...(deploy_steps === undefined ? [] : (['deploy_steps'] as const)),
    ...(request.disable_ramdisk === undefined ? [] : ([withoutRamdisk] as const)),
    ...(request.runbook === undefined ? [] : (['runbooks'] as const)),
    ...(steps.some(onChildren) ? (['child_nodes'] as const) : []),
    ...(steps.some((step) => step.interface === 'firmware') ? (['firmware'] as const) : []),
  ]
}
