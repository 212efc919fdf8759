import { err } from 'neverthrow'
import { IronicClient } from '../client/ironic-client.js'
import {
  CLIENT_OPTIONS,
  clientSettings,
  type IronicClientOptions,
} from '../client/requests/client-options.js'
import type { Clock } from '../clock/clock.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { isRecord } from '../errors/is-record.js'
import { readingOptions } from '../errors/reading-options.js'
import { misplacedOption } from '../client/requests/misplaced-option.js'
import { restLooks, sourceLooks } from '../waiting/look-reader.js'
import { NodeReader } from '../waiting/node-reader.js'
import type { NodeSource } from '../waiting/node-source.js'
import { NodeWatcher } from '../waiting/node-watcher.js'
import type { OnProgress } from '../waiting/progress.js'
import { FleetVisibility } from './fleet-visibility.js'

/** The parts of a context, for modules only. */
export interface ModuleParts {
  readonly client: IronicClient
  readonly reader: NodeReader
  readonly watcher: NodeWatcher
  /** Checks whether a missing node is gone. */
  readonly fleet: FleetVisibility
  readonly clock: Clock
  /** Returns a number from 0 up to, but not including, 1, for jitter. */
  readonly random: () => number
}

const isContext = Symbol('ModuleContext')

/**
 * What a module needs to run. Create it with `createModuleContext`; only modules can look inside. Modules that
 * share a context share its requests, its waits and its clock.
 */
export interface ModuleContext {
  /** Prevents other objects from passing as a context. */
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

/**
 * The options of a driver, or of modules without one. All but the transport have defaults.
 *
 * @inline
 */
export interface ContextOptions extends IronicClientOptions {
  /** Where waits read nodes. Default: Ironic, with as few requests as possible. */
  readonly nodeSource?: NodeSource | undefined
}

export const CONTEXT_OPTIONS = [...CLIENT_OPTIONS, 'nodeSource']

/** Creates the context of modules that are used without a driver. */
export function createModuleContext(options: ContextOptions): ModuleContext {
  const { client: clientOptions, nodeSource } = readingOptions(() => split(options), refusing)
  const settings = clientSettings(clientOptions)
  const { clock, random } = settings
  const client = new IronicClient(settings)
  const reader = new NodeReader(client, clock)
  const fleet = new FleetVisibility(client, clock, settings.seesWholeFleet)
  const looks = nodeSource === undefined ? restLooks(reader) : sourceLooks(nodeSource, client, clock)
  const watcher = new NodeWatcher({ client, reader: looks, clock, random })
  return { [isContext]: true, client, reader, clock, random, fleet, watcher }
}

interface SplitOptions {
  readonly client: IronicClientOptions
  readonly nodeSource?: NodeSource
}

function split(options: ContextOptions): SplitOptions {
  if (!isRecord(options)) return { client: options }
  const unknown = misplacedOption(options, CONTEXT_OPTIONS)
  if (unknown !== undefined) return refusing(unknown.name, unknown.problem)
  const { nodeSource, ...client } = options as ContextOptions
  if (nodeSource === undefined) return { client }
  return isRecord(nodeSource) && typeof nodeSource.read === 'function'
    ? { client, nodeSource }
    : refusing('nodeSource', 'has no `read` method; leave it out to read from Ironic')
}

/** Returns client options with which every request fails with this problem. */
function refusing(field: string, problem: string): SplitOptions {
  return {
    client: { transport: { send: () => Promise.resolve(err(new InvalidInputError(field, problem))) } },
  }
}

/** Options of every verb that does not wait. */
export interface AskOptions {
  /** Ends the call at once with an `aborted` error. Ironic continues what it has accepted. */
  readonly signal?: AbortSignal | undefined
  /**
   * The time limit of each attempt of each request of the call. Default: the driver's `requestTimeoutMs`. A smaller limit
   * of the transport applies all the same. A request that serves several calls at once has the largest of their limits.
   */
  readonly timeoutMs?: number | undefined
  /**
   * The id that every request of the call sends as `x-openstack-request-id`: `req-` and a UUID in lower case. Ironic logs
   * it as the global request id. Default: a new one for each request. A request that serves several calls at once has
   * their id if it is the same one, and otherwise an id of its own.
   */
  readonly requestId?: string | undefined
}

/** Options of every verb that waits. */
export interface WaitOptions extends AskOptions {
  /** Deadline of the whole call, in milliseconds. Each verb has its own default. */
  readonly deadlineMs?: number | undefined
  /** Called when the node is first read, and at every change of it. */
  readonly onProgress?: OnProgress | undefined
}
