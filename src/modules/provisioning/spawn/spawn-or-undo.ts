import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../../../client/errors/client-errors.js'
import { compensate, namePart } from '../../../operations/compensate.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { provisioningStatus } from '../../../operations/node-status.js'
import { ACCEPTED_GOES_ON } from '../../../waiting/wait-outcome.js'
import { emptyTrace, type SpawnTrace } from '../claim/spawn-trace.js'
import { UndoIncompleteError, type SpawnError } from '../errors/provisioning-errors.js'
import { spawnInstance, type Spawn, type Spawned } from './spawn-instance.js'
import type { SpawnedInstance, SpawnOptions } from './spawn-options.js'
import { canBeUndone, undoSpawn } from './undo-spawn.js'

/** How long undoing may take unless the caller says otherwise. */
export const UNDO_DEADLINE_MS = 15 * 60_000

/** Spawns an instance, and when that fails, undoes what was done unless the caller wants it kept. */
export async function spawnOrUndo(
  context: ModuleContext,
  work: Spawn,
  options: SpawnOptions,
): Promise<Result<SpawnedInstance, SpawnError>> {
  const trace = emptyTrace()
  const spawned = await settled(spawnInstance(context, work, trace))
  if (spawned.isErr()) {
    const located = { node: trace.found?.uuid ?? work.request.node, instance: work.request.instance.id }
    return err((await undone(context, work, trace, spawned.error, options)).within(located))
  }
  const { node, outcome } = spawned.value
  return ok({ ...provisioningStatus(node), instance: work.request.instance.id, outcome })
}

/** A clock or a source of randomness that throws must not keep a spawn from being undone. */
async function settled(spawning: Promise<Result<Spawned, SpawnError>>): Promise<Result<Spawned, SpawnError>> {
  try {
    return await spawning
  } catch (cause) {
    return err(
      new UnexpectedFailureError('A part that was passed in threw while the instance was spawned.', {
        cause,
      }),
    )
  }
}

/** The failure itself when everything could be undone, or nothing was to be. */
async function undone(
  context: ModuleContext,
  work: Spawn,
  trace: SpawnTrace,
  failure: SpawnError,
  { onFailure = 'undo', onAbort = 'undo', undoDeadlineMs = UNDO_DEADLINE_MS }: SpawnOptions,
): Promise<SpawnError> {
  const wanted = failure.kind === 'aborted' ? onAbort : onFailure
  if (wanted === 'keep' || !canBeUndone(failure) || trace.found === undefined) return failure
  const { operation, onProgress } = work
  const { uuid: node } = trace.found
  const instance = work.request.instance.id
  const deadlineAt = context.clock.now() + undoDeadlineMs
  const undo = { operation, instance, failure, deadlineAt, onProgress }
  const remains = await compensate(
    { operation, node, instance },
    () => undoSpawn(context, trace, undo),
    namePart,
  )
  return remains.length === 0 ? sayingUndone(failure) : new UndoIncompleteError(failure, { node, remains })
}

/** An aborted wait says that what was accepted goes on, which is so no longer. */
function sayingUndone(failure: SpawnError): SpawnError {
  if (failure.kind !== 'aborted') return failure
  return failure.reworded(`${failure.message.replace(` ${ACCEPTED_GOES_ON}`, '')} ${UNDONE}`)
}

const UNDONE = 'What this call had done was undone.'
