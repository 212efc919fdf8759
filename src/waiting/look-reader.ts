import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import { deadlineOf } from '../client/requests/call-signal.js'
import type { Clock } from '../clock/clock.js'
import { onAbort } from '../clock/on-abort.js'
import { sameId } from '../states/same-id.js'
import { AbortedError, RequestTimedOutError } from '../transport/transport-errors.js'
import type { NodeReader, ReadResult } from './node-reader.js'
import type { NodeSource } from './node-source.js'
import { watchedFields } from './watched-node.js'

/** Reads the nodes of waits. */
export interface LookReader {
  /** Returns whether so many nodes are read with one request. */
  wouldList(nodes: number): boolean
  readonly requestsPerList: number
  /** Reads nodes, which may have been read up to `maxAgeMs` ago. Returns a promise for each node, in order. */
  look(
    nodes: readonly string[],
    options: { readonly maxAgeMs: number; readonly signal: AbortSignal },
  ): readonly Promise<ReadResult>[]
}

/** Reads nodes from Ironic: each by itself, or one list, whichever costs less. */
export function restLooks(reader: NodeReader): LookReader {
  return {
    wouldList: (nodes) => reader.wouldList(nodes),
    get requestsPerList() {
      return reader.requestsPerList
    },
    look: (nodes, { signal }) =>
      reader.readEach(
        nodes.map((node) => ({ node })),
        { retryForMs: 0, signal },
      ),
  }
}

/** Reads nodes from a source of the caller's, which may break its contract. */
export function sourceLooks(source: NodeSource, client: IronicClient, clock: Clock): LookReader {
  return {
    wouldList: () => true,
    requestsPerList: 1,
    look: (nodes, options) => {
      const all = read(source, client, clock, nodes, options)
      return nodes.map(async (node, index) => checked((await all)[index], node))
    },
  }
}

type Looks = readonly (ReadResult | undefined)[]

async function read(
  source: NodeSource,
  client: IronicClient,
  clock: Clock,
  nodes: readonly string[],
  { maxAgeMs, signal }: { readonly maxAgeMs: number; readonly signal: AbortSignal },
): Promise<Looks> {
  const features = await client.features({ signal })
  if (features.isErr()) return nodes.map(() => err(features.error))
  const fields = watchedFields(features.value)
  const settled = new AbortController()
  const timeoutMs = Math.max(0, deadlineOf(signal) - clock.now())
  const late = clock.sleep(timeoutMs, settled.signal).then(() => nodes.map(() => err(overdue(timeoutMs))))
  const left = new Promise<Looks>((resolve) =>
    onAbort(
      settled.signal,
      onAbort(signal, () => resolve(nodes.map(() => err(abandoned())))),
    ),
  )
  try {
    return await Promise.race([source.read({ nodes, fields, maxAgeMs, signal }), late, left])
  } catch (cause) {
    return nodes.map(() => err(broken('threw or rejected', cause)))
  } finally {
    settled.abort()
  }
}

/** A source that answers with another node must not end the wait for this one. */
function checked(result: ReadResult | undefined, node: string): ReadResult {
  if (!isResult(result)) return err(broken('did not return a Result for each node'))
  if (result.isErr() || result.value === undefined) return result
  return sameId(result.value.uuid, node) ? ok(result.value) : err(broken('returned another node'))
}

function isResult(value: unknown): value is Result<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'isErr' in value
}

function broken(what: string, cause?: unknown): UnexpectedFailureError {
  const message = `The node source ${what}. See the documentation of NodeSource.`
  return new UnexpectedFailureError(message, cause === undefined ? {} : { cause })
}

function overdue(timeoutMs: number): RequestTimedOutError {
  return new RequestTimedOutError('The node source did not answer in time.', { sent: 'maybe', timeoutMs })
}

function abandoned(): AbortedError {
  return new AbortedError('Nobody waits for the read any more.', { sent: 'maybe' })
}
