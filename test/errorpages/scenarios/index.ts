import type { CreateScenario } from '../scenario.js'
import { ALLOCATION_SCENARIOS } from './allocation-scenarios.js'
import { NODE_SCENARIOS } from './node-scenarios.js'
import { REQUEST_SCENARIOS } from './request-scenarios.js'
import { VIF_SCENARIOS, WORK_SCENARIOS } from './work-scenarios.js'

/** A scenario for each kind of error, in the order of the index page. */
export const SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  ...REQUEST_SCENARIOS,
  ...NODE_SCENARIOS,
  ...WORK_SCENARIOS,
  ...VIF_SCENARIOS,
  ...ALLOCATION_SCENARIOS,
}
