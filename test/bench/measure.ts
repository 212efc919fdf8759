export interface Measured {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Measures some work, as `measureInTurn` does. */
export async function measure(work: () => unknown, runs = 7): Promise<Measured> {
  return (await measureInTurn({ work }, runs)).work
}

/**
 * Measures the wall and processor time of each work, in milliseconds: the median of several runs after a warm-up. They
 * run in turn, so that a busy computer slows down all of them.
 */
export async function measureInTurn<Name extends string>(
  works: Readonly<Record<Name, () => unknown>>,
  runs = 7,
): Promise<Readonly<Record<Name, Measured>>> {
  const all = Object.entries(works) as [Name, () => unknown][]
  const samples = new Map<Name, Measured[]>(all.map(([name]) => [name, []]))
  for (const [, work] of all) await work()
  for (let run = 0; run < runs; run += 1)
    for (const [name, work] of all) samples.get(name)?.push(await measureOnce(work))
  return Object.fromEntries(all.map(([name]) => [name, medianOf(samples.get(name) ?? [])])) as Record<
    Name,
    Measured
  >
}

async function measureOnce(work: () => unknown): Promise<Measured> {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await work()
  const wallMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1_000 }
}

function medianOf(samples: readonly Measured[]): Measured {
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
  console.log(`${what.padEnd(58)} ${ratio.toFixed(2).padStart(6)} ×  ${details}`)
}
