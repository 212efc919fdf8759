import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError, type RequestError } from '../../client/errors/client-errors.js'
import { jittered } from '../../clock/jitter.js'
import type { ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { inventoryChanges, type InventoryChange, type InventoryLook } from './inventory-changes.js'
import type { WatchInventoryOptions } from './inventory-module.js'
import { inventoryNode } from './inventory-node.js'
import type { InventoryReader } from './inventory-reader.js'

const EVERY_MS = 15_000
const LONGEST_MS = 300_000
const JITTER = 0.15

/** How long Ironic may be unreachable before the watch yields an error. */
const SILENT_FOR_MS = 300_000

/** The kinds of errors that do not pass. */
const LASTING: readonly string[] = ['invalid_input', 'unsupported_api_version']

type WatchItem = Result<InventoryChange, RequestError>

/** Polls a part of the fleet and yields the changes. */
export async function* watchInventory(
  context: ModuleContext,
  reader: InventoryReader,
  options: WatchInventoryOptions,
): AsyncGenerator<WatchItem, void, undefined> {
  try {
    yield* changesOf(context, reader, options)
  } catch (cause) {
    const message = 'The watch of the inventory ended because a function or object that was passed in threw.'
    yield err(new UnexpectedFailureError(message, { operation: 'inventory.watch', cause }))
  }
}

async function* changesOf(
  { clock, random }: ModuleParts,
  reader: InventoryReader,
  { scope = {}, everyMs = EVERY_MS, signal }: WatchInventoryOptions,
): AsyncGenerator<WatchItem, void, undefined> {
  let seen: InventoryLook = new Map()
  let failures = 0
  let silentSince = clock.now()
  while (!isAborted(signal)) {
    const lookedAt = clock.now()
    const listed = await reader.read({ view: 'nodes', scope, maxAgeMs: 0, signal })
    if (isAborted(signal)) return
    const now = clock.now()
    if (listed.isOk()) {
      failures = 0
      silentSince = now
      const look: InventoryLook = new Map(listed.value.map((node) => [node.uuid, inventoryNode(node)]))
      const changes = inventoryChanges(seen, look)
      seen = look
      for (const change of changes) yield ok(change)
    } else {
      failures += 1
      const isLasting = LASTING.includes(listed.error.kind)
      if (isLasting || now - silentSince >= SILENT_FOR_MS) {
        silentSince = now
        yield err(listed.error.within({ operation: 'inventory.watch' }))
      }
      if (isLasting) return
    }
    const backedOff = everyMs * 2 ** Math.min(failures, 2)
    const longest = Math.max(everyMs, LONGEST_MS)
    // A slow server is polled less often, to leave it time for others.
    const pauseMs = Math.min(longest, Math.max(backedOff, (now - lookedAt) * 5))
    await clock.sleep(jittered(pauseMs, JITTER, random), signal)
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
