interface SharedListener {
  readonly listeners: Set<() => void>
  readonly onEvent: () => void
}

const sharedListeners = new WeakMap<AbortSignal, SharedListener>()

/**
 * Calls `listener` once when `signal` is aborted, until the returned function is called. Calls nothing when the
 * signal is already aborted.
 *
 * All listeners of a signal share one event listener: a service may pass one signal to thousands of calls at once,
 * and Node warns of a leak above ten listeners.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined
  const { listeners } = sharedListeners.get(signal) ?? listenTo(signal)
  const own = () => listener()
  listeners.add(own)
  return () => {
    listeners.delete(own)
    if (listeners.size === 0) leave(signal, listeners)
  }
}

function listenTo(signal: AbortSignal): SharedListener {
  const listeners = new Set<() => void>()
  const onEvent = () => {
    sharedListeners.delete(signal)
    for (const listener of listeners) listener()
  }
  signal.addEventListener('abort', onEvent, { once: true })
  const shared = { listeners, onEvent }
  sharedListeners.set(signal, shared)
  return shared
}

function leave(signal: AbortSignal, listeners: ReadonlySet<() => void>): void {
  const shared = sharedListeners.get(signal)
  if (shared?.listeners !== listeners) return
  sharedListeners.delete(signal)
  signal.removeEventListener('abort', shared.onEvent)
}
