const deadlines = new WeakMap<AbortSignal, number>()

/**
 * Lets a signal say until when, by the client's clock, what it belongs to may take. Requests that are made with it are
 * not tried again after that, nor waited for, and end with what they met; an abort would only say that they were called
 * off. So one deadline reaches all the requests of an operation by the way that the caller's signal takes anyhow.
 */
export function limitSignal(signal: AbortSignal, deadlineAt: number): void {
  deadlines.set(signal, deadlineAt)
}

/** Until when that may take which a signal belongs to; `Infinity` when it does not say. */
export function deadlineOf(signal: AbortSignal | undefined): number {
  return (signal === undefined ? undefined : deadlines.get(signal)) ?? Infinity
}
