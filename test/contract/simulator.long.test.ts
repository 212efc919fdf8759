import { describe } from 'vitest'
import { allocationsContract } from './allocations-contract.js'
import { clientContract } from './client-contract.js'
import { collectionsContract } from './collections-contract.js'
import { configDriveContract } from './config-drive-contract.js'
import { simulatedWorld } from './contract-world.js'
import { cleaningContract } from './cleaning-contract.js'
import { destroyContract } from './destroy-contract.js'
import { driverContract } from './driver-contract.js'
import { enrollContract } from './enroll-contract.js'
import { inventoryContract } from './inventory-contract.js'
import { lifecycleContract } from './lifecycle-contract.js'
import { modulesContract } from './modules-contract.js'
import { racesContract } from './races-contract.js'
import { storageContract } from './storage-contract.js'

describe.each([
  simulatedWorld('simulated Ironic 21.4', '21.4', '1.82'),
  simulatedWorld('simulated Ironic 29.0', '29.0', '1.96'),
  simulatedWorld('simulated Ironic 39.0', '39.0', '1.115'),
])('$name', (world) => {
  driverContract(world)
  destroyContract(world)
  racesContract(world)
  clientContract(world)
  configDriveContract(world)
  modulesContract(world)
  storageContract(world)
  inventoryContract(world)
  collectionsContract(world)
  enrollContract(world)
  lifecycleContract(world)
  cleaningContract(world)
  allocationsContract(world)
})
