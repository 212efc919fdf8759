import { randomUUID } from 'node:crypto'
import { IronicDriver, type IronicDriverOptions, type SpawnRequest } from 'ironic-driver'
import {
  IronicSimulator,
  ManualClock,
  type SimulatedNode,
  type SimulatorOptions,
} from 'ironic-driver/testing'

export interface SimulatedSite {
  readonly clock: ManualClock
  readonly simulator: IronicSimulator
  readonly driver: IronicDriver
  /** Advances the clock until the work is done. */
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
  /** Returns the driver of another process on the same Ironic. */
  readonly otherDriver: () => IronicDriver
}

/** Returns a simulated Ironic with a driver, whose time stands still until `run` advances it. */
export function simulatedSite(
  options: Omit<SimulatorOptions, 'clock'> = {},
  driverOptions: Partial<IronicDriverOptions> = {},
): SimulatedSite {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, ...options })
  const newDriver = () =>
    new IronicDriver({ transport: simulator, clock, random: () => 0.5, ...driverOptions })
  const driver = newDriver()
  return { clock, simulator, driver, run: (work) => clock.run(work), otherDriver: newDriver }
}

/** Returns a request that every node of the simulator can fulfil. */
export function spawnRequestFor(
  node: SimulatedNode | string,
  more: Partial<Omit<SpawnRequest, 'node'>> = {},
): SpawnRequest & { readonly node: string } {
  return {
    instance: { id: randomUUID(), name: 'web-1' },
    node: typeof node === 'string' ? node : node.uuid,
    image: { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` },
    ...more,
  }
}
