interface Limit {
  readonly deadlineAt: number
  /** Whether the requests are looks of a wait. */
  readonly isLook: boolean
}

const limits = new WeakMap<AbortSignal, Limit>()

/**
 * Attaches a deadline, by the client's clock, to a signal. Requests with that signal are neither retried nor awaited
 * after it, and end with their last error; an abort would hide that error.
 *
 * The deadline is not an argument of its own: some hundred functions pass on the signal of their call, and one that
 * forgot a second argument would send requests without a limit, which no compiler would notice. A signal that is derived
 * from another does not have its deadline: attach it again.
 */
export function limitSignal(signal: AbortSignal, deadlineAt: number): void {
  limits.set(signal, { deadlineAt, isLook: false })
}

/**
 * Does the same for the looks of a wait. In a queue they let other requests go first, and the time in the queue does not
 * count towards their deadline.
 */
export function limitLook(signal: AbortSignal, deadlineAt: number): void {
  limits.set(signal, { deadlineAt, isLook: true })
}

/** Returns the deadline attached to a signal, or `Infinity`. */
export function deadlineOf(signal: AbortSignal | undefined): number {
  return limitOf(signal)?.deadlineAt ?? Infinity
}

/** Returns whether the requests with this signal are looks of a wait. */
export function isLook(signal: AbortSignal | undefined): boolean {
  return limitOf(signal)?.isLook === true
}

/** Moves the deadline of a look by the time that it has spent in a queue. */
export function postponeLook(signal: AbortSignal | undefined, ms: number): void {
  if (signal !== undefined && isLook(signal)) limitLook(signal, deadlineOf(signal) + Math.max(0, ms))
}

function limitOf(signal: AbortSignal | undefined): Limit | undefined {
  return signal === undefined ? undefined : limits.get(signal)
}
