import { OTHER_INSTANCE } from '../matrix-site.js'
import type { Scenarios } from './scenario.js'

export const INVENTORY_SCENARIOS: Scenarios = {
  nodes: { call: ({ driver }, options) => driver.inventory.nodes(options) },
  instances: { call: ({ driver }, options) => driver.inventory.instances(options) },
  instance: { call: ({ driver }, options) => driver.inventory.instance(OTHER_INSTANCE, options) },
  exists: { call: ({ driver, target }, options) => driver.inventory.exists(target, options) },
  resources: { call: ({ driver, target }, options) => driver.inventory.resources(target, options) },
  placement: { call: ({ driver }, options) => driver.inventory.placement(options) },
}
