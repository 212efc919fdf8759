const deadlines = new WeakMap<AbortSignal, number>()

/**
 * Attaches a deadline, by the client's clock, to a signal. Requests with that signal are neither retried nor awaited
 * after it, and end with their last error; an abort would hide that error.
 *
 * The deadline is not an argument of its own: some hundred functions pass on the signal of their call, and one that
 * forgot a second argument would send requests without a limit, which no compiler would notice.
 */
export function limitSignal(signal: AbortSignal, deadlineAt: number): void {
  deadlines.set(signal, deadlineAt)
}

/** Returns the deadline attached to a signal, or `Infinity`. */
export function deadlineOf(signal: AbortSignal | undefined): number {
  return (signal === undefined ? undefined : deadlines.get(signal)) ?? Infinity
}
