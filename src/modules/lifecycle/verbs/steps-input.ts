import * as z from 'zod'
import type { NodeStep } from '../../../client/resources/node/node-states.js'
import { nodeIdent, uuid } from '../../../operations/input-schemas.js'
import { jsonObject } from '../../../operations/json-input.js'
import { targetRaidConfig, type TargetRaidConfig } from './raid-input.js'

/** A BIOS setting and what it is to become, as the hardware calls it. */
export interface BiosChange {
  readonly name: string
  readonly value: string | number | boolean | null
}

/** Firmware for a component of the machine. */
export interface FirmwareUpdate {
  /** Such as `bios` or `bmc`, as `GET /v1/nodes/{node}/firmware` lists them. */
  readonly component: string
  /** Where the management controller gets it. It shows in no error and in no log. */
  readonly url: string
  /** How long the controller needs for it; sent in whole seconds. Default: the server's. */
  readonly waitMs?: number | undefined
}

/** What is to be done to a machine, in this order: firmware, BIOS, then the steps. Or a runbook, by itself. */
export interface ServiceRequest {
  /** As the step `firmware.update`; microversion 1.86. */
  readonly firmware?: readonly FirmwareUpdate[] | undefined
  /** As the step `bios.apply_configuration`. */
  readonly bios?: readonly BiosChange[] | undefined
  /** Steps in Ironic's words, in the order given. */
  readonly steps?: readonly NodeStep[] | undefined
  /**
   * UUID or name of a runbook, which also says whether a ramdisk is booted. It must share a trait with the node, or
   * before 1.112 be named like one of its traits. Microversion 1.92.
   */
  readonly runbook?: string | undefined
  /** Whether no ramdisk is booted for it; cleaning 1.70, service 1.108. Default: false. */
  readonly disableRamdisk?: boolean | undefined
}

/** What a manual cleaning is to do, in this order: firmware, BIOS, RAID, then the steps. Or a runbook, by itself. */
export interface CleanRequest extends ServiceRequest {
  /**
   * What the RAID is to become. It is stored with the node; then `raid.delete_configuration` takes away what there is,
   * with all data on it, and `raid.create_configuration` makes this. With `{}` nothing is made.
   */
  readonly targetRaidConfig?: TargetRaidConfig | undefined
}

const text = z.string().min(1, 'is empty')

const step = z.strictObject({
  interface: text,
  step: text,
  args: jsonObject.optional(),
  execute_on_child_nodes: z.boolean('must be true or false').optional(),
  limit_child_node_execution: z.array(uuid).optional(),
})

const biosChange = z.strictObject({
  name: text,
  value: z.union(
    [z.string(), z.number(), z.boolean(), z.null()],
    'must be a string, a number, a boolean or null',
  ),
})

const firmwareUpdate = z.strictObject({
  component: text,
  url: text,
  waitMs: z.number().min(1_000, 'must be at least a second').optional(),
})

const shape = {
  firmware: z.array(firmwareUpdate).min(1, 'names no update').optional(),
  bios: z.array(biosChange).min(1, 'names no setting').optional(),
  steps: z.array(step).min(1, 'names no step').optional(),
  runbook: nodeIdent.optional(),
  disableRamdisk: z.boolean('must be true or false').optional(),
}

const BY_ITSELF = {
  path: ['runbook'],
  message: 'says all that is to be done; leave everything else out, or pass steps in its place',
}

/** Ironic takes both of a runbook, and then heeds only its own. */
function isByItself({ runbook, ...rest }: CleanRequest): boolean {
  return runbook === undefined || Object.values(rest).every((value) => value === undefined)
}

function isSomething({ disableRamdisk: _, ...rest }: CleanRequest): boolean {
  return Object.values(rest).some((value) => value !== undefined)
}

export const serviceRequest: z.ZodType<ServiceRequest> = z
  .strictObject(shape)
  .refine(isByItself, BY_ITSELF)
  .refine(isSomething, 'names nothing to do; pass steps, firmware, bios or runbook')

export const cleanRequest: z.ZodType<CleanRequest> = z
  .strictObject({ ...shape, targetRaidConfig: targetRaidConfig.optional() })
  .refine(isByItself, BY_ITSELF)
  .refine(isSomething, 'names nothing to do; pass steps, targetRaidConfig, firmware, bios or runbook')

/** The steps of a request, in the order in which they are to be done. */
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
