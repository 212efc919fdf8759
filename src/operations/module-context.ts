import { IronicClient } from '../client/ironic-client.js'
import { clientSettings, type IronicClientOptions } from '../client/requests/client-options.js'
import type { Clock } from '../clock/clock.js'
import { NodeReader } from '../waiting/node-reader.js'
import { NodeWatcher } from '../waiting/node-watcher.js'
import type { OnProgress } from '../waiting/progress.js'
import { FleetSight } from './fleet-sight.js'

/** What is in a context: for modules alone. */
export interface ModuleParts {
  readonly client: IronicClient
  readonly reader: NodeReader
  readonly watcher: NodeWatcher
  /** Whether what is not found is gone. */
  readonly fleet: FleetSight
  readonly clock: Clock
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number
}

const isContext = Symbol('ModuleContext')

/**
 * What a module works with: made by `createModuleContext`, and closed to all but modules. Modules that share a context
 * share their requests, their waits and their clock.
 */
export interface ModuleContext {
  /** Keeps any other object from being taken for a context. */
  readonly [isContext]: true
  /** @internal */
  readonly client: ModuleParts['client']
  /** @internal */
  readonly reader: ModuleParts['reader']
  /** @internal */
  readonly watcher: ModuleParts['watcher']
  /** @internal */
  readonly fleet: ModuleParts['fleet']
  /** @internal */
  readonly clock: ModuleParts['clock']
  /** @internal */
  readonly random: ModuleParts['random']
}

/** Builds the context for modules that are used alone, without a driver. */
export function createModuleContext(options: IronicClientOptions): ModuleContext {
  const settings = clientSettings(options)
  const { clock, random } = settings
  const client = new IronicClient(settings)
  const reader = new NodeReader(client, clock)
  const fleet = new FleetSight(client, clock, settings.seesWholeFleet)
  const watcher = new NodeWatcher({ client, reader, clock, random })
  return { [isContext]: true, client, reader, clock, random, fleet, watcher }
}

/** What every verb takes that only asks. */
export interface AskOptions {
  /** Ends the call at once with an `aborted` error. What Ironic has accepted goes on. */
  readonly signal?: AbortSignal | undefined
}

/** What every verb takes that waits. */
export interface WaitOptions extends AskOptions {
  /** How long to wait in all, in milliseconds. Each verb has its own default. */
  readonly deadlineMs?: number | undefined
  /** Called at the first look at the node, and at every change of it. */
  readonly onProgress?: OnProgress | undefined
}
