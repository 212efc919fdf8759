import * as z from 'zod'
import type { NodeStep } from '../../../client/resources/node/node-states.js'
import { nodeIdent, uuid } from '../../../operations/input-schemas.js'
import { jsonObject } from '../../../operations/json-input.js'
import { targetRaidConfig, type TargetRaidConfig } from './raid-input.js'

/** A BIOS setting and its new value, in the hardware's words. */
export interface BiosChange {
  readonly name: string
  readonly value: string | number | boolean | null
}

/** A firmware update for a component of the node. */
export interface FirmwareUpdate {
  /** Such as `bios` or `bmc`, as `GET /v1/nodes/{node}/firmware` lists them. */
  readonly component: string
  /** The URL from which the management controller downloads it. It never appears in an error or a log. */
  readonly url: string
  /** How long to wait for the controller, in milliseconds; sent in whole seconds. Default: the server's. */
  readonly waitMs?: number | undefined
}

/** The work on a node, in this order: firmware, BIOS, then the steps. Or a runbook alone. */
export interface ServiceRequest {
  /** As the step `firmware.update`; microversion 1.86. */
  readonly firmware?: readonly FirmwareUpdate[] | undefined
  /** As the step `bios.apply_configuration`. */
  readonly bios?: readonly BiosChange[] | undefined
  /** Steps in Ironic's words, in the order given. */
  readonly steps?: readonly NodeStep[] | undefined
  /**
   * UUID or name of a runbook, which also decides whether a ramdisk is booted. It must share a trait with the node;
   * before 1.112, its name must be one of the node's traits. Microversion 1.92.
   */
  readonly runbook?: string | undefined
  /** Whether to run it without booting a ramdisk; microversion 1.70 for cleaning, 1.108 for service. Default: false. */
  readonly disableRamdisk?: boolean | undefined
}

/** The work of a manual cleaning, in this order: firmware, BIOS, RAID, then the steps. Or a runbook alone. */
export interface CleanRequest extends ServiceRequest {
  /**
   * The new RAID configuration. It is stored on the node; then `raid.delete_configuration` removes the present one,
   * with all data on it, and `raid.create_configuration` creates this one. With `{}` none is created.
   */
  readonly targetRaidConfig?: TargetRaidConfig | undefined
}

const text = z.string().min(1, 'is empty')

const step = z.lazy(() =>
  z.strictObject({
    interface: text,
    step: text,
    args: jsonObject.optional(),
    execute_on_child_nodes: z.boolean('must be true or false').optional(),
    limit_child_node_execution: z.array(uuid).optional(),
  }),
)

const biosChange = z.lazy(() =>
  z.strictObject({
    name: text,
    value: z.union(
      [z.string(), z.number(), z.boolean(), z.null()],
      'must be a string, a number, a boolean or null',
    ),
  }),
)

const firmwareUpdate = z.lazy(() =>
  z.strictObject({
    component: text,
    url: text,
    waitMs: z.number().min(1_000, 'must be a number of milliseconds, at least 1000').optional(),
  }),
)

const shape = {
  firmware: z.array(firmwareUpdate).min(1, 'names no update').optional(),
  bios: z.array(biosChange).min(1, 'names no setting').optional(),
  steps: z.array(step).min(1, 'names no step').optional(),
  runbook: nodeIdent.optional(),
  disableRamdisk: z.boolean('must be true or false').optional(),
}

const BY_ITSELF = {
  path: ['runbook'],
  message: 'defines all of the work; leave everything else out, or pass steps instead of it',
}

/** Ironic accepts `disable_ramdisk` next to a runbook, but then uses only the runbook's own. */
function isByItself({ runbook, ...rest }: CleanRequest): boolean {
  return runbook === undefined || Object.values(rest).every((value) => value === undefined)
}

function isSomething({ disableRamdisk: _, ...rest }: CleanRequest): boolean {
  return Object.values(rest).some((value) => value !== undefined)
}

export const serviceRequest: z.ZodType<ServiceRequest> = z.lazy(() =>
  z
    .strictObject(shape)
    .refine(isByItself, BY_ITSELF)
    .refine(isSomething, 'names nothing to do; pass steps, firmware, bios or runbook'),
)

export const cleanRequest: z.ZodType<CleanRequest> = z.lazy(() =>
  z
    .strictObject({ ...shape, targetRaidConfig: targetRaidConfig.optional() })
    .refine(isByItself, BY_ITSELF)
    .refine(isSomething, 'names nothing to do; pass steps, targetRaidConfig, firmware, bios or runbook'),
)

/** Returns the steps of a request, in the order of execution. */
export function stepsOf({
  firmware,
  bios,
  steps = [],
  targetRaidConfig: raid,
}: CleanRequest): readonly NodeStep[] {
  return [
    ...(firmware === undefined ? [] : [updateFirmware(firmware)]),
    ...(bios === undefined
      ? []
      : [{ interface: 'bios', step: 'apply_configuration', args: { settings: bios } }]),
    ...(raid === undefined ? [] : [{ interface: 'raid', step: 'delete_configuration' }]),
    ...(raid?.logical_disks === undefined ? [] : [{ interface: 'raid', step: 'create_configuration' }]),
    ...steps,
  ]
}

function updateFirmware(updates: readonly FirmwareUpdate[]): NodeStep {
  const settings = updates.map(({ component, url, waitMs }) => ({
    component,
    url,
    ...(waitMs === undefined ? {} : { wait: Math.ceil(waitMs / 1_000) }),
  }))
  return { interface: 'firmware', step: 'update', args: { settings } }
}
