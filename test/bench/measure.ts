export interface Measured {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Measures the wall and processor time of some work, in milliseconds: the median of several runs after a warm-up. */
export async function measure(work: () => unknown, runs = 7): Promise<Measured> {
  await work()
  const samples: Measured[] = []
  for (let run = 0; run < runs; run += 1) {
    const cpu = process.cpuUsage()
    const startedAt = performance.now()
    await work()
    const wallMs = performance.now() - startedAt
    const { user, system } = process.cpuUsage(cpu)
    samples.push({ wallMs, cpuMs: (user + system) / 1_000 })
  }
  return {
    wallMs: median(samples.map(({ wallMs }) => wallMs)),
    cpuMs: median(samples.map(({ cpuMs }) => cpuMs)),
  }
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}

/** Formats one line of the report: the name, the ratio to the yardstick, and the numbers behind it. */
export function report(what: string, ratio: number, details: string): void {
  console.log(`${what.padEnd(52)} ${ratio.toFixed(2).padStart(6)} ×  ${details}`)
}
