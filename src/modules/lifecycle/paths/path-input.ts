import * as z from 'zod'
import { askOptionsWith, waitOptionsWith } from '../../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../../operations/module-context.js'

/** A state that a node can be brought to. */
export type GoalState = 'manageable' | 'available' | 'active'

/**
 * A verb that is sent on the way only when it is allowed.
 *
 * - `abort`: what waits for its agent, or is held, is aborted where that is shorter.
 * - `adopt`: the machine that runs on a `manageable` node is taken over, which makes it `active`.
 * - `deleted`: the instance on the node is destroyed.
 * - `provide`: a machine that was to be adopted (its adoption failed, or its node has an `instance_uuid` already) is
 *   cleaned all the same, which erases it.
 *
 * @inline
 */
export type PathVerb = 'abort' | 'adopt' | 'deleted' | 'provide'

/** What may be done on the way of a node. */
export interface PathOptions {
  /** Verbs that may be sent beside those that do no harm. Default: none. */
  readonly allow?: readonly PathVerb[] | undefined
}

/** How a node is recovered. */
export interface RecoverOptions {
  /**
   * What becomes of an instance whose deployment failed: `keep` deploys it again, `destroy` tears it down. Default:
   * `keep`.
   */
  readonly instance?: 'keep' | 'destroy' | undefined
  /**
   * Which maintenance is ended: `of_failed_step` that which Ironic itself began when a step failed, `any` an
   * operator's too, `none` none. Default: `of_failed_step`.
   */
  readonly endMaintenance?: 'of_failed_step' | 'any' | 'none' | undefined
}

const GOALS: readonly GoalState[] = ['manageable', 'available', 'active']
const ALLOWABLE: readonly PathVerb[] = ['abort', 'adopt', 'deleted', 'provide']

export const goalState: z.ZodType<GoalState> = z.enum(GOALS, `must be one of ${GOALS.join(', ')}`)

const allow = z.array(z.enum(ALLOWABLE, `must be one of ${ALLOWABLE.join(', ')}`)).optional()

export const planPathOptions: z.ZodType<AskOptions & PathOptions> = askOptionsWith({ allow })
export const bringToOptions: z.ZodType<WaitOptions & PathOptions> = waitOptionsWith({ allow })

export const recoverOptions: z.ZodType<WaitOptions & RecoverOptions> = waitOptionsWith({
  instance: z.enum(['keep', 'destroy'], 'must be "keep" or "destroy"').optional(),
  endMaintenance: z
    .enum(['of_failed_step', 'any', 'none'], 'must be "of_failed_step", "any" or "none"')
    .optional(),
})
