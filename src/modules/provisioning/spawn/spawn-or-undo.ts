import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../../../client/errors/client-errors.js'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { compensate, namePart } from '../../../operations/compensate.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { provisioningStatus } from '../../../operations/node-status.js'
import { ACCEPTED_GOES_ON } from '../../../waiting/wait-outcome.js'
import { emptyTrace, type SpawnTrace } from '../claim/spawn-trace.js'
import { UndoIncompleteError, type SpawnError } from '../errors/provisioning-errors.js'
import { spawnInstance, type Spawn, type Spawned } from './spawn-instance.js'
import type { SpawnedInstance, SpawnOptions } from './spawn-options.js'
import { canBeUndone, undoSpawn } from './undo-spawn.js'

/** Default time limit of an undo. */
export const UNDO_DEADLINE_MS = 15 * 60_000

/** Spawns an instance. On failure, undoes its changes unless the caller wants to keep them. */
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

/** Turns an exception into an error: a clock or `random` that throws must not prevent the undo. */
async function settled(spawning: Promise<Result<Spawned, SpawnError>>): Promise<Result<Spawned, SpawnError>> {
  try {
    return await spawning
  } catch (cause) {
    return err(
      new UnexpectedFailureError(
        'A function passed to the driver threw during the spawn. Check its `cause` and fix that function.',
        { cause },
      ),
    )
  }
}

/** Returns the failure itself if everything was undone, or nothing was to be undone. */
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
  const signal = detachedSignal(work.signal)
  const undo = { operation, instance, failure, deadlineAt, signal, onProgress }
  const remains = await compensate(
    { operation, node, instance },
    () => undoSpawn(context, trace, undo),
    namePart,
  )
  return remains.length === 0 ? sayingUndone(failure) : new UndoIncompleteError(failure, { node, remains })
}

/** Rewords an aborted wait, which says that accepted work goes on: it was undone. */
function sayingUndone(failure: SpawnError): SpawnError {
  if (failure.kind !== 'aborted') return failure
  return failure.withMessage(`${failure.message.replace(` ${ACCEPTED_GOES_ON}`, '')} ${UNDONE}`)
}

const UNDONE = 'This call undid its changes.'
