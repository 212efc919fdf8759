import {
  exportedFunctions,
  methodsOfDriver,
  type ErrorClass,
  type PublicCall,
} from '../types/public-calls.js'

/** A kind of error, with the public calls that can return it. */
export interface ErrorKind extends ErrorClass {
  /** By module: `power`, `client.nodes`, or an empty text for functions. */
  readonly calls: ReadonlyMap<string, readonly string[]>
  /** Whether every call that sends a request can return it. */
  readonly isOfEveryRequest: boolean
  /** When a call returns it, as the call documents it. */
  readonly conditions: readonly { readonly call: string; readonly when: string }[]
}

/** The kinds of any request are those of this method. */
const PLAIN_REQUEST = 'client.nodes.get'

/** Returns every kind that a public call can return. */
export function errorKinds(): ReadonlyMap<string, ErrorKind> {
  const calls = new Map([...methodsOfDriver(), ...exportedFunctions()])
  const ofAnyRequest = calls.get(PLAIN_REQUEST)?.kinds ?? new Set()
  const classes = new Map<string, ErrorClass>()
  for (const { errors } of calls.values()) for (const one of errors) classes.set(one.kind, one)
  return new Map(
    [...classes].map(([kind, one]) => {
      const returning = [...calls].filter(([, { kinds }]) => kinds.has(kind))
      return [
        kind,
        {
          ...one,
          calls: byModule(returning.map(([path]) => path)),
          isOfEveryRequest: ofAnyRequest.has(kind),
          conditions: returning.flatMap(([path, call]) => conditionsOf(path, call, kind)),
        },
      ]
    }),
  )
}

function byModule(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>()
  for (const path of paths) {
    const end = path.lastIndexOf('.')
    const module = path.slice(0, Math.max(end, 0))
    modules.set(module, [...(modules.get(module) ?? []), path.slice(end + 1)])
  }
  return modules
}

/** Reads `vif_invalid, no_free_port when a VIF cannot be attached`. */
function conditionsOf(call: string, { fails }: PublicCall, kind: string) {
  return fails.flatMap((text) => {
    const [, kinds = '', when = ''] = /^(\w+(?:(?:, | or )[a-z]+_\w+)*),? (.*)$/s.exec(text) ?? []
    return kinds.split(/, | or /).includes(kind) ? [{ call, when: when.replaceAll(/\s+/g, ' ') }] : []
  })
}
