import { describe } from 'vitest'
import { simulatedWorld } from './contract-world.js'
import { driverContract } from './driver-contract.js'

describe.each([
  simulatedWorld('simulated Ironic 21.4', '21.4', '1.82'),
  simulatedWorld('simulated Ironic 39.0', '39.0', '1.115'),
])('$name', driverContract)
