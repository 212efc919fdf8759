/** Calls `callback` once all promise work that can run now has run. */
export function onNextTurn(callback: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(callback)
  else onNextMessage(callback)
}

const waiting: (() => void)[] = []
let wake: (() => void) | undefined

/** For browsers, whose shortest timer takes four milliseconds after a few turns. */
function onNextMessage(callback: () => void): void {
  wake ??= openChannel()
  waiting.push(callback)
  wake()
}

function openChannel(): () => void {
  const { port1, port2 } = new MessageChannel()
  Object.assign(port1, { onmessage: () => waiting.shift()?.() })
  return () => port2.postMessage(null)
}
