import type { IronicClient } from '../client/ironic-client.js'
import { type AllocationsModule, createAllocationsModule } from '../modules/allocations/allocations-module.js'
import { createConsoleModule, type ConsoleModule } from '../modules/console/console-module.js'
import { createInventoryModule } from '../modules/inventory/create-inventory-module.js'
import type { InventoryModule } from '../modules/inventory/inventory-module.js'
import { type LifecycleModule, createLifecycleModule } from '../modules/lifecycle/lifecycle-module.js'
import { createNetworkingModule, type NetworkingModule } from '../modules/networking/networking-module.js'
import { createPowerModule, type PowerModule } from '../modules/power/power-module.js'
import {
  createProvisioningModule,
  type ProvisioningModule,
} from '../modules/provisioning/provisioning-module.js'
import { createRebuildModule, type RebuildModule } from '../modules/rebuild/rebuild-module.js'
import { createRescueModule, type RescueModule } from '../modules/rescue/rescue-module.js'
import { type StorageModule, createStorageModule } from '../modules/storage/storage-module.js'
import { createModuleContext } from '../operations/module-context.js'
import type { IronicDriverOptions } from './driver-options.js'

/**
 * Drives the bare metal nodes of one Ironic. Create one for each Ironic and process: all calls share its requests and
 * waits.
 *
 * @example
 * ```ts
 * import { createKyTransport, IronicDriver } from 'ironic-driver'
 *
 * const transport = createKyTransport({ endpoint: 'http://127.0.0.1:6385' })
 * const driver = new IronicDriver({ transport, retryForMs: 120_000 })
 *
 * const on = await driver.power.on({ node: 'metal-1' })
 * console.log(on.isOk() ? 'metal-1 is on' : on.error.message)
 * ```
 */
export class IronicDriver {
  readonly power: PowerModule
  readonly provisioning: ProvisioningModule
  readonly networking: NetworkingModule
  readonly inventory: InventoryModule
  readonly console: ConsoleModule
  readonly rebuild: RebuildModule
  readonly rescue: RescueModule
  readonly storage: StorageModule
  readonly allocations: AllocationsModule
  readonly lifecycle: LifecycleModule
  /** The typed REST client that all modules use. */
  readonly client: IronicClient
  /**
   * Looks at once at a node that a call waits for, or at all of them without an argument. For services that learn of
   * changes in another way; it only shortens waits, and is never required.
   *
   * @param node - UUID
   */
  readonly wake: (node?: string) => void

  constructor(options: IronicDriverOptions) {
    const context = createModuleContext(options)
    this.client = context.client
    this.power = createPowerModule(context)
    this.provisioning = createProvisioningModule(context)
    this.networking = createNetworkingModule(context)
    this.inventory = createInventoryModule(context)
    this.console = createConsoleModule(context)
    this.rebuild = createRebuildModule(context)
    this.rescue = createRescueModule(context)
    this.storage = createStorageModule(context)
    this.allocations = createAllocationsModule(context)
    this.lifecycle = createLifecycleModule(context)
    this.wake = (node) => context.watcher.wake(node)
  }
}
