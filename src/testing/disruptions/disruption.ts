import {
  type DetailedDisruption,
  DISRUPTION_KINDS,
  type DisruptionKind,
  type DisruptionOptions,
} from './disruption-kinds.js'
import { requireKnown } from '../json/require-known.js'

/**
 * What goes wrong with a request on its way: the name of a kind that needs no options, or `{ kind, … }` with
 * its options.
 *
 * @example `{ kind: 'status', status: 502, body: '<html>Bad gateway</html>' }`
 */
export type Disruption =
  | DetailedDisruption
  | { [Kind in DisruptionKind]: object extends DisruptionOptions[Kind] ? Kind : never }[DisruptionKind]

/** @throws TypeError when the kind or one of its options is unknown */
export function checkedDisruption(disruption: Disruption): DetailedDisruption {
  const detailed: DetailedDisruption = typeof disruption === 'string' ? { kind: disruption } : disruption
  const { kind, ...options } = detailed
  if (!Object.hasOwn(DISRUPTION_KINDS, kind))
    throw new TypeError(
      `Unknown disruption "${kind}". Use one of ${Object.keys(DISRUPTION_KINDS).join(', ')}.`,
    )
  const types: Readonly<Record<string, string>> = DISRUPTION_KINDS[kind].options
  requireKnown(`disruption "${kind}"`, options, Object.keys(types))
  for (const [name, value] of Object.entries(options)) {
    const type = types[name]
    if (value !== undefined && typeof value !== type)
      throw new TypeError(`Option "${name}" of the disruption "${kind}" must be of type ${type}.`)
  }
  return detailed
}
