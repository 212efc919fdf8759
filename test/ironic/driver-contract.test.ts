import { createKyTransport } from 'ironic-driver'
import { describe } from 'vitest'
import { clientContract } from '../contract/client-contract.js'
import { allocationsContract } from '../contract/allocations-contract.js'
import { collectionsContract } from '../contract/collections-contract.js'
import { configDriveContract } from '../contract/config-drive-contract.js'
import { realWorld } from '../contract/contract-world.js'
import { cleaningContract } from '../contract/cleaning-contract.js'
import { destroyContract } from '../contract/destroy-contract.js'
import { driverContract } from '../contract/driver-contract.js'
import { enrollContract } from '../contract/enroll-contract.js'
import { inventoryContract } from '../contract/inventory-contract.js'
import { lifecycleContract } from '../contract/lifecycle-contract.js'
import { modulesContract } from '../contract/modules-contract.js'
import { racesContract } from '../contract/races-contract.js'
import { storageContract } from '../contract/storage-contract.js'
import { createAvailableNode } from './fixture/available-node.js'
import { servers } from './servers.js'

describe.concurrent.each(
  servers().map((server) => {
    const { name, url, maxApiVersion } = server
    return realWorld({
      name,
      maxApiVersion,
      transport: createKyTransport({ endpoint: url }),
      createNode: async () => (await createAvailableNode(url)).uuid,
      force: (node, state) => server.forceNode(node, { ...state, reservation: null }),
    })
  }),
)('$name', (world) => {
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
