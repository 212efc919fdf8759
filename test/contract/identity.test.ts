import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { describe } from 'vitest'
import { describeIdentity } from './identity-contract.js'

describe.each(['21.4', '39.0'] as const)('a simulated Ironic %s', (release) => {
  describeIdentity(() => {
    const clock = new ManualClock()
    const driver = new IronicDriver({ transport: new IronicSimulator({ clock, release }), clock })
    return { driver, run: (work) => clock.run(work) }
  })
})
