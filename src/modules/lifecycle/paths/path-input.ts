import * as z from 'zod'
import { askOptionsWith, waitOptionsWith } from '../../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../../operations/module-context.js'

/** A state that a node can be brought to. */
export type GoalState = 'manageable' | 'available' | 'active'

/**
 * A verb that `bringTo` sends only when it is allowed.
 *
 * - `abort`: aborts work that waits for its agent or is held, when that path is shorter.
 * - `adopt`: adopts a running `manageable` node, which makes it `active`.
 * - `deleted`: destroys the instance on the node.
 * - `provide`: cleans, and so erases, a node that was to be adopted: its adoption failed, or it has an `instance_uuid`
 *   already.
 *
 * @inline
 */
export type PathVerb = 'abort' | 'adopt' | 'deleted' | 'provide'

/** The options of `bringTo`. */
export interface PathOptions {
  /** Verbs to allow in addition to the harmless ones. Default: none. */
  readonly allow?: readonly PathVerb[] | undefined
}

/** The options of `recover`. */
export interface RecoverOptions {
  /**
   * What to do with an instance whose deployment failed: `keep` deploys it again, `destroy` tears it down. Default:
   * `keep`.
   */
  readonly instance?: 'keep' | 'destroy' | undefined
  /**
   * Which maintenance to end: `of_failed_step` ends that which Ironic itself began when a step failed, `any` an
   * operator's too, `none` neither. Default: `of_failed_step`.
   */
  readonly endMaintenance?: 'of_failed_step' | 'any' | 'none' | undefined
}

const GOALS: readonly GoalState[] = ['manageable', 'available', 'active']
const ALLOWABLE: readonly PathVerb[] = ['abort', 'adopt', 'deleted', 'provide']

export const goalState: z.ZodType<GoalState> = z.lazy(() =>
  z.enum(GOALS, `must be one of ${GOALS.join(', ')}`),
)

const allow = z.lazy(() => z.array(z.enum(ALLOWABLE, `must be one of ${ALLOWABLE.join(', ')}`)).optional())

export const planPathOptions: z.ZodType<AskOptions & PathOptions> = askOptionsWith({ allow })
export const bringToOptions: z.ZodType<WaitOptions & PathOptions> = waitOptionsWith({ allow })

export const recoverOptions: z.ZodType<WaitOptions & RecoverOptions> = z.lazy(() =>
  waitOptionsWith({
    instance: z.enum(['keep', 'destroy'], 'must be "keep" or "destroy"').optional(),
    endMaintenance: z
      .enum(['of_failed_step', 'any', 'none'], 'must be "of_failed_step", "any" or "none"')
      .optional(),
  }),
)
