import { ApiFault } from '../api/api-fault.js'
import type { Task } from '../world.js'
import { requireLock, takeLock } from './task.js'

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
  const { world, machine } = task
  if (machine.bmc === 'answers' || !world.profileOf(machine).readsPower) return
  const ms = world.duration(task, 'managementSilence')
  takeLock(task, 'lock')
  world.later(task, 'lock', ms, 'lock.drop')
  throw new SlowFault(ms)
}
