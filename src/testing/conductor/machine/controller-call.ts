import { ApiFault } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { requireLock, takeLock } from '../task/task.js'

/** Refused after a while: the request waited for somebody who did not answer. */
export class SlowFault extends ApiFault {
  readonly afterMs: number

  constructor(afterMs: number) {
    super(500, 'Unexpected error raised by RPC')
    this.afterMs = afterMs
  }
}

/** Asks the management controller within a request. While it is silent, the lock is held and the request waits. */
export function askController(task: Task): void {
  requireLock(task)
  if (!isSilent(task)) return
  const ms = task.world.duration(task, 'managementSilence')
  takeLock(task, 'lock')
  task.world.later(task, 'lock', ms, 'lock.drop')
  throw new SlowFault(ms)
}

/** The same for what needs no lock. */
export function readController(task: Task): void {
  if (isSilent(task)) throw new SlowFault(task.world.duration(task, 'managementSilence'))
}

/** True when the machine has a controller that Ironic asks, and it does not answer. */
function isSilent({ world, machine }: Task): boolean {
  return machine.bmc === 'silent' && world.profileOf(machine).readsPower
}
