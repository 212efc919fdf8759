interface Ears {
  readonly listeners: Set<() => void>
  readonly hear: () => void
}

const ears = new WeakMap<AbortSignal, Ears>()

/**
 * Calls `listener` once when `signal` is aborted, until the returned function is called. Calls nothing when the
 * signal is already aborted.
 *
 * All listeners of a signal share one event listener: a service may pass one signal to thousands of calls at once,
 * and Node warns of a leak above ten listeners.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined
  const { listeners } = ears.get(signal) ?? listenTo(signal)
  const own = () => listener()
  listeners.add(own)
  return () => {
    listeners.delete(own)
    if (listeners.size === 0) leave(signal, listeners)
  }
}

function listenTo(signal: AbortSignal): Ears {
  const listeners = new Set<() => void>()
  const hear = () => {
    ears.delete(signal)
    for (const listener of listeners) listener()
  }
  signal.addEventListener('abort', hear, { once: true })
  const made = { listeners, hear }
  ears.set(signal, made)
  return made
}

function leave(signal: AbortSignal, listeners: ReadonlySet<() => void>): void {
  const kept = ears.get(signal)
  if (kept?.listeners !== listeners) return
  ears.delete(signal)
  signal.removeEventListener('abort', kept.hear)
}
