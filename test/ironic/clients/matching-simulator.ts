import {
  IronicSimulator,
  serveSimulator,
  type ServedSimulator,
  type SimulatedRelease,
} from 'ironic-driver/testing'
import type { ServerUnderTest } from '../servers.js'

/** The simulator in place of that server: same release, same hardware, in real time, only faster. */
export function serveMatchingSimulator({ name, maxApiVersion }: ServerUnderTest): Promise<ServedSimulator> {
  const simulator = new IronicSimulator({
    release: name === 'Ironic 21.4' ? '21.4' : newestRelease,
    maxVersion: maxApiVersion,
    conductorHost: '127.1.2.3',
    timings: { deployStep: 300, cleanStep: 100, inspect: 100, rescue: 100, unrescue: 100 },
  })
  return serveSimulator(simulator)
}

const newestRelease: SimulatedRelease = '39.0'
