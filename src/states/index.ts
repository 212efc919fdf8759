// The public names of this folder. Only `src/index.ts` imports it.

export { PROVISION_STATES, provisionStateFacts } from './provision-states.js'
export type {
  KnownProvisionState,
  ProvisionPhase,
  ProvisionState,
  ProvisionStateFacts,
} from './provision-states.js'
export type { PowerState } from './power-states.js'
export type { TransitionPlan, TransitionStep } from './plan-transition.js'
