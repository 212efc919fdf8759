import type { IronicDriver } from 'ironic-driver'
import { INVENTORY_SCENARIOS } from './scenarios/inventory-scenarios.js'
import { ENROLLMENT_SCENARIOS, STATE_SCENARIOS, UPKEEP_SCENARIOS } from './scenarios/lifecycle-scenarios.js'
import * as machine from './scenarios/machine-scenarios.js'
import { POWER_SCENARIOS } from './scenarios/power-scenarios.js'
import { PROVISIONING_SCENARIOS } from './scenarios/provisioning-scenarios.js'
import type { Scenario, Scenarios } from './scenarios/scenario.js'

const BY_MODULE: Readonly<Record<string, Scenarios>> = {
  power: POWER_SCENARIOS,
  provisioning: PROVISIONING_SCENARIOS,
  networking: machine.NETWORKING_SCENARIOS,
  inventory: INVENTORY_SCENARIOS,
  console: machine.CONSOLE_SCENARIOS,
  rebuild: machine.REBUILD_SCENARIOS,
  rescue: machine.RESCUE_SCENARIOS,
  lifecycle: { ...ENROLLMENT_SCENARIOS, ...UPKEEP_SCENARIOS, ...STATE_SCENARIOS },
  storage: machine.STORAGE_SCENARIOS,
  allocations: machine.ALLOCATIONS_SCENARIOS,
}

/** Operations that return no Result: they yield changes, or only clear a cache. */
export const WITHOUT_RESULT = ['inventory.watch', 'inventory.forget'] as const

/** All scenarios by operation, such as `power.off`. */
const SCENARIOS: Scenarios = Object.fromEntries(
  Object.entries(BY_MODULE).flatMap(([module, scenarios]) =>
    Object.entries(scenarios).map(([verb, scenario]) => [`${module}.${verb}`, scenario]),
  ),
)

export const OPERATIONS: readonly string[] = Object.keys(SCENARIOS)

/** Returns every public operation of a driver, read from the driver itself. */
export function operationsOf(driver: IronicDriver): readonly string[] {
  return Object.entries(driver)
    .filter(([name, module]) => typeof module === 'object' && name !== 'client')
    .flatMap(([name, module]) => Object.keys(module as object).map((verb) => `${name}.${verb}`))
}

/** @throws TypeError when the operation has no scenario */
export function scenarioOf(operation: string): Scenario {
  const scenario = SCENARIOS[operation]
  if (scenario === undefined)
    throw new TypeError(`No scenario for "${operation}". Add one to test/faults/scenarios.`)
  return scenario
}
