import type { Result } from 'neverthrow'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatorOptions } from 'ironic-driver/testing'

/** The names that the examples of the pages use without declaring them; the index page lists them. */
export interface ExampleScope {
  readonly driver: IronicDriver
  readonly signal: AbortSignal
  readonly instance: { readonly id: string; readonly name: string }
  readonly image: { readonly source: string; readonly checksum: string }
  readonly process: { readonly env: Readonly<Record<string, string>> }
}

/** A simulated Ironic in which the example of a page fails with the kind of the page. */
export interface Scenario {
  readonly scope: ExampleScope
  /** Absent if the example takes real time, such as for HTTP. */
  readonly clock: ManualClock | undefined
  /** What happens while the example runs. */
  readonly meanwhile?: () => Promise<unknown>
  readonly close?: () => Promise<void>
}

export type CreateScenario = () => Scenario | Promise<Scenario>

export const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
export const OTHER_INSTANCE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'

/** A disruption of every request to come. */
export const FOREVER = { times: Infinity }

export interface Site {
  readonly simulator: IronicSimulator
  readonly clock: ManualClock
  readonly stop: AbortController
  readonly driver: IronicDriver
}

/** Returns a simulated Ironic without nodes. */
export function emptySite(options: Omit<SimulatorOptions, 'clock'> = {}): Site {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, ...options })
  const driver = new IronicDriver({ transport: simulator, clock, random: () => 0.5 })
  return { simulator, clock, driver, stop: new AbortController() }
}

/** Returns the scenario of a site; `more` replaces names of its scope. */
export function scenarioOf(
  { driver, clock, stop }: Site,
  { scope = {}, ...more }: Partial<Omit<Scenario, 'scope'>> & { readonly scope?: Partial<ExampleScope> } = {},
): Scenario {
  const names: ExampleScope = {
    driver,
    signal: stop.signal,
    instance: { id: INSTANCE, name: 'web-1' },
    image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` },
    process: { env: {} },
    ...scope,
  }
  return { clock, scope: names, ...more }
}

/** Returns the scenario of a simulated Ironic that `prepare` fills. */
export function prepared(
  options: Omit<SimulatorOptions, 'clock'>,
  prepare: (site: Site) => unknown,
): CreateScenario {
  return async () => {
    const site = emptySite(options)
    await prepare(site)
    return scenarioOf(site)
  }
}

/** Returns the value of a step that prepares a scenario. */
export function mustSucceed<T>(result: Result<T, Error>): T {
  if (result.isErr()) throw result.error
  return result.value
}
