/** The timers that let work react. */
const TIMERS = ['setImmediate', 'setTimeout']

/**
 * Returns the first timer function that a test library has replaced: `clock` marks those of vitest, Jest and sinon, the
 * name those of `node:test`.
 */
function fakedTimer(): string | undefined {
  return TIMERS.find((name) => isFaked(Reflect.get(globalThis, name)))
}

function isFaked(timer: unknown): boolean {
  return (
    typeof timer === 'function' &&
    ('clock' in timer || '_isMockFunction' in timer || timer.name.startsWith('bound #'))
  )
}

/** @throws TypeError when the timers of the computer stand still, which the clock needs to let work react */
export function requireRealTimers(caller: string): void {
  const faked = fakedTimer()
  if (faked !== undefined)
    throw new TypeError(
      `${caller}: a test library has replaced \`${faked}\`, so that nothing can run while time advances. Do not use its fake timers (\`vi.useFakeTimers()\`, \`jest.useFakeTimers()\`, \`mock.timers.enable()\`) beside a ManualClock, or let them replace only \`Date\`.`,
    )
}
