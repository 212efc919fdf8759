import { IronicDriver, systemClock, type Transport } from 'ironic-driver'
import {
  recordRequests,
  type RecordingTransport,
  IronicSimulator,
  ManualClock,
  type SimulatedRelease,
} from 'ironic-driver/testing'

/** Columns of a node, written past its API. */
export interface ForcedState {
  readonly provision_state: string
  readonly target_provision_state: string | null
}

/** An Ironic with fake hardware that the contract is tried on: the simulator or a real one. */
export interface ContractWorld {
  readonly name: string
  /** The newest microversion that it speaks. */
  readonly maxApiVersion: string
  /** A driver of its own, as another process would have, with a record of what it sends. */
  readonly newDriver: () => { readonly driver: IronicDriver; readonly sent: RecordingTransport }
  /** Lets time pass until the work is done. */
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
  /** Lets a moment pass, for what nothing but asking again tells. */
  readonly pause: () => Promise<void>
  /** Lets so much time pass, as between the acts of two processes. */
  readonly pauseFor: (ms: number) => Promise<void>
  /** A machine that can be deployed: available, powered off, with one port. Its UUID. */
  readonly createNode: () => Promise<string>
  /** Puts a node into a state with its lock free, as no client can. */
  readonly force: (node: string, state: ForcedState) => Promise<void>
}

/** The simulator, whose clock the tests turn. */
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
