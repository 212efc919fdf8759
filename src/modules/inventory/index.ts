// What of this folder is public. It is for `src/index.ts` alone.

export { createInventoryModule } from './create-inventory-module.js'
export type {
  InstanceExistence,
  FindInstanceOptions,
  InventoryInstance,
  InventoryModule,
  InventoryOptions,
  PlacementOptions,
  PlacementReport,
  WatchInventoryOptions,
} from './inventory-module.js'
export type { InventoryNode } from './inventory-node.js'
export type { InventoryScope } from './inventory-scope.js'
export type { InventoryChange } from './inventory-changes.js'
export { AmbiguousNameError } from './inventory-errors.js'
export type { ExistsError, FindInstanceError, ListMachinesError, ResourcesError } from './inventory-errors.js'
export { nodeResources } from './node-resources.js'
export type { NodeResources } from './node-resources.js'
export type { MalformedProperty } from './parse-capabilities.js'
export { parseCapabilities } from './parse-capabilities.js'
export type { ParsedCapabilities } from './parse-capabilities.js'
export { canonicalArchitecture } from './canonical-architecture.js'
export { placementProvider, placementResourceClass } from './placement-provider.js'
export type { PlacementInventory, PlacementProvider } from './placement-provider.js'
