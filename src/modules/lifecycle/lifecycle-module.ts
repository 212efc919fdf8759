import type { ProvisionState } from '../../states/provision-states.js'
import type { VerbOutcome } from '../waiting-verb.js'
import type { LifecycleVerbs } from './lifecycle-verbs.js'

/** A node that was taken from one state of its life to another. */
export interface LifecycleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}

/** Takes machines through their life in Ironic, from delivery to disposal. */
export interface LifecycleModule extends LifecycleVerbs {}
