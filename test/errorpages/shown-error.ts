import type { IronicDriverError } from 'ironic-driver'
import { exampleOf } from './error-page.js'
import { errorOf, runExample } from './run-example.js'
import { INSTANCE, OTHER_INSTANCE, type CreateScenario } from './scenario.js'

/** An error as a page shows it. */
export interface ShownError {
  readonly kind: string
  readonly advice: IronicDriverError['advice']
  readonly message: string
  /** What the example printed. */
  readonly printed: string
}

/** Runs the example of a page, and returns the error that it met. */
export async function showError(kind: string, create: CreateScenario): Promise<ShownError> {
  const code = exampleOf(kind)
  const end = await runExample(code, await create())
  const { kind: found, advice, message } = errorOf(end)
  return { kind: found, advice, message: withSteadyIds(message, code), printed: end.printed }
}

const STEADY = [
  'a087eaf3-00b3-49c9-8706-c4ebfb2627fd',
  '7d3888ca-113f-4716-a505-c581c461310c',
  'f4f9dfcc-f29e-4208-b70f-a266647acb57',
]

/** Replaces identifiers that differ from run to run, and the port; those of the example stay. */
function withSteadyIds(message: string, code: string): string {
  const known = new Map<string, string>()
  return message
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uuid) => {
      if (uuid === INSTANCE || uuid === OTHER_INSTANCE || code.includes(uuid)) return uuid
      known.set(uuid, known.get(uuid) ?? STEADY[known.size] ?? uuid)
      return known.get(uuid) ?? uuid
    })
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:6385')
}
