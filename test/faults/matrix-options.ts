/** The part of the matrix to run: passed in the environment from `run.ts` to the workers of vitest. */
export interface MatrixOptions {
  readonly cases: 'sample' | 'all'
  readonly seed: string
  /** The folder for the workers' results. Default: none. */
  readonly reportFolder: string | undefined
}

const CASES = 'IRONIC_DRIVER_FAULT_CASES'
const SEED = 'IRONIC_DRIVER_FAULT_SEED'
const REPORT = 'IRONIC_DRIVER_FAULT_REPORT'

export function matrixOptions(env: NodeJS.ProcessEnv): MatrixOptions {
  return {
    cases: env[CASES] === 'all' ? 'all' : 'sample',
    seed: env[SEED] ?? '1',
    reportFolder: env[REPORT],
  }
}

export function matrixEnv({ cases, seed, reportFolder }: MatrixOptions): Record<string, string> {
  return { [CASES]: cases, [SEED]: seed, ...(reportFolder === undefined ? {} : { [REPORT]: reportFolder }) }
}
