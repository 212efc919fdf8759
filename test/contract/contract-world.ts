import { IronicDriver, systemClock, type Transport } from 'ironic-driver'
import {
  recordRequests,
  type RecordingTransport,
  IronicSimulator,
  ManualClock,
  type SimulatedRelease,
} from 'ironic-driver/testing'

/** Columns of a node, written to the database. */
export interface ForcedState {
  readonly provision_state: string
  readonly target_provision_state: string | null
}

/** The Ironic under test, with fake hardware: the simulator or a real one. */
export interface ContractWorld {
  readonly name: string
  /** Its newest microversion. */
  readonly maxApiVersion: string
  /** Creates a driver of its own, as in another process, that records its requests. */
  readonly newDriver: () => { readonly driver: IronicDriver; readonly sent: RecordingTransport }
  /** Lets time pass until the work is done. */
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
  /** Waits a moment, for changes that only another request can show. */
  readonly pause: () => Promise<void>
  /** Lets this much time pass, as between the calls of two processes. */
  readonly pauseFor: (ms: number) => Promise<void>
  /** Creates a node that can be deployed: available, powered off, with one port. Returns its UUID. */
  readonly createNode: () => Promise<string>
  /** Puts a node into a state with its lock free, which no client can do. */
  readonly force: (node: string, state: ForcedState) => Promise<void>
}

/** The simulator, whose clock the tests advance. */
export function simulatedWorld(
  name: string,
  release: SimulatedRelease,
  maxApiVersion: string,
): ContractWorld {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({
    clock,
    release,
    hardware: 'fake-hardware',
    timings: { deployStep: [1_000, 3_000], tearDown: [1_000, 3_000] },
  })
  return {
    name,
    maxApiVersion,
    newDriver: () => {
      const sent = recordRequests(simulator, { clock })
      return { driver: new IronicDriver({ transport: sent, clock, random: () => 0.5 }), sent }
    },
    run: (work) => clock.run(work),
    pause: () => clock.run(clock.sleep(1_000)),
    pauseFor: (ms) => clock.run(clock.sleep(ms)),
    createNode: () => Promise.resolve(simulator.node().withPort().available().uuid),
    force: (node, { provision_state, target_provision_state }) => {
      simulator.find(node)?.force({ provision_state, target_provision_state })
      return Promise.resolve()
    },
  }
}

export interface RealWorldParts {
  readonly name: string
  readonly maxApiVersion: string
  readonly transport: Transport
  readonly createNode: () => Promise<string>
  readonly force: ContractWorld['force']
}

/** A real Ironic, where time passes by itself. */
export function realWorld({ transport, ...rest }: RealWorldParts): ContractWorld {
  return {
    ...rest,
    newDriver: () => {
      const sent = recordRequests(transport)
      return { driver: new IronicDriver({ transport: sent, clock: systemClock() }), sent }
    },
    run: async (work) => work,
    pause: () => systemClock().sleep(200),
    pauseFor: (ms) => systemClock().sleep(ms),
  }
}
