import { ApiFault } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { requireLock, takeLock } from '../task/task.js'

/** A refusal that takes a while, since the request waited for a silent controller. */
export class SlowFault extends ApiFault {
  readonly afterMs: number

  constructor(afterMs: number) {
    super(500, 'Unexpected error raised by RPC')
    this.afterMs = afterMs
  }
}

/**
 * Asks the management controller within a request. While the controller is silent, the request waits and
 * holds the lock.
 */
export function askController(task: Task): void {
  requireLock(task)
  if (!isSilent(task)) return
  const ms = task.world.duration(task, 'managementSilence')
  takeLock(task, 'lock')
  task.world.later(task, 'lock', ms, 'lock.drop')
  throw new SlowFault(ms)
}

/** Asks the management controller without the lock. */
export function readController(task: Task): void {
  if (isSilent(task)) throw new SlowFault(task.world.duration(task, 'managementSilence'))
}

/** Returns whether Ironic asks a controller here that does not answer. */
function isSilent({ world, machine }: Task): boolean {
  return machine.bmc === 'silent' && world.profileOf(machine).readsPower
}
