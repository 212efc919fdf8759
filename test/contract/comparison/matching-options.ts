import type { SimulatedRelease, SimulatorOptions } from 'ironic-driver/testing'

export interface MatchedServer {
  /** Such as `Ironic 21.4`. */
  readonly name: string
  readonly maxApiVersion: string
}

/** Returns the options of a simulator with the same release and hardware as that server, but faster. */
export function matchingOptions({ name, maxApiVersion }: MatchedServer): SimulatorOptions {
  return {
    release: name === 'Ironic 21.4' ? '21.4' : newestRelease,
    maxVersion: maxApiVersion,
    conductorHost: '127.1.2.3',
    conductorGroup: '',
    enabledHardware: ['fake-hardware'],
    enabledInterfaces: { network: ['noop'], storage: ['fake', 'noop'] },
    timings: { deployStep: 300, cleanStep: 100, inspect: 100, rescue: 100, unrescue: 100 },
  }
}

const newestRelease: SimulatedRelease = '39.0'
