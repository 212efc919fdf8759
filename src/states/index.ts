// What of this folder is public. It is for `src/index.ts` alone.

export { PROVISION_STATES, provisionStateFacts } from './provision-states.js'
export type {
  KnownProvisionState,
  ProvisionPhase,
  ProvisionState,
  ProvisionStateFacts,
  RecoverVerb,
  StateRecovery,
  StepField,
} from './provision-states.js'
export { PROVISION_VERBS, verbIsLegal } from './provision-verbs.js'
export type { ProvisionVerb, ProvisionVerbFacts } from './provision-verbs.js'
export { POWER_TARGETS } from './power-states.js'
export type { PowerState, PowerTarget, PowerTargetFacts } from './power-states.js'
export { judgeProvision } from './judge-provision.js'
export type { ProvisionGoal } from './judge-provision.js'
export { judgePower } from './judge-power.js'
export { planTransition } from './plan-transition.js'
export type { TransitionOptions, TransitionPlan, TransitionStep } from './plan-transition.js'
export type { HiddenField } from './hidden-values.js'
export type { ObservedNode } from './observed-node.js'
export type { Verdict } from './verdict.js'
