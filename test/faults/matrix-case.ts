/** One case of the matrix. */
export interface MatrixCase {
  readonly operation: string
  readonly world: string
  readonly trial: Trial
}

export type Trial =
  | {
      readonly kind: 'disruptions'
      readonly disruptions: readonly { readonly name: string; readonly at: number }[]
    }
  | { readonly kind: 'race'; readonly rival: string; readonly mode: RaceMode; readonly at: number }
  | { readonly kind: 'crowd'; readonly name: string }

/**
 * When a rival acts, relative to request number `at`: while the caller is about to send it (`before`), while
 * the caller has its reply and stands still (`after`), or at the same time (`beside`).
 */
export type RaceMode = 'before' | 'after' | 'beside'

/**
 * Returns an id: `provisioning.spawn/redfish/reset-after@5`, `…/reset-after@5+503@7`,
 * `…/race-destroy-before@3`, `…/crowd-named`.
 */
export function caseId({ operation, world, trial }: MatrixCase): string {
  return `${operation}/${world}/${trialId(trial)}`
}

function trialId(trial: Trial): string {
  switch (trial.kind) {
    case 'disruptions':
      return trial.disruptions.map(({ name, at }) => `${name}@${at}`).join('+')
    case 'race':
      return `race-${trial.rival}-${trial.mode}@${trial.at}`
    case 'crowd':
      return `crowd-${trial.name}`
  }
}

/** @throws TypeError when the text is not the id of a case */
export function parseCaseId(id: string): MatrixCase {
  const [operation, world, text, ...rest] = id.split('/')
  if (operation === undefined || world === undefined || text === undefined || rest.length > 0)
    throw new TypeError(`"${id}" is not the id of a case, such as provisioning.spawn/redfish/reset-after@5.`)
  return { operation, world, trial: parseTrial(text) }
}

function parseTrial(text: string): Trial {
  const crowd = /^crowd-(.+)$/.exec(text)
  if (crowd?.[1] !== undefined) return { kind: 'crowd', name: crowd[1] }
  const race = /^race-(.+)-(before|after|beside)@(\d+)$/.exec(text)
  if (race?.[1] !== undefined)
    return { kind: 'race', rival: race[1], mode: race[2] as RaceMode, at: Number(race[3]) }
  const disruptions = text.split('+').map((part) => {
    const [name, at] = part.split('@')
    if (name === undefined || !(Number(at) >= 1))
      throw new TypeError(`"${part}" is not a disruption, such as 503@2.`)
    return { name, at: Number(at) }
  })
  return { kind: 'disruptions', disruptions }
}
