import type { HttpMethod } from '../../transport/transport.js'

/**
 * What can go wrong with one request.
 *
 * - `refuse`: nothing listens; no byte was sent.
 * - `drop-before`: the connection breaks before the request took effect, which the client cannot know.
 * - `drop-after`: it took effect, and the reply is lost.
 * - `hang`: no reply comes; `effect` says whether it took effect.
 * - `status`: a reply of a proxy or of Ironic itself: a text makes the fault that Ironic would write.
 * - `locked`: 409, another conductor holds the node's lock.
 * - `busy`: 503, no worker is free.
 * - `rpc-timeout`: 500, the API heard nothing from the conductor; `effect` says whether it worked nevertheless.
 * - `malformed`: 200 and a body that breaks off; a change has taken effect.
 */
export type RequestFault =
  | 'refuse'
  | 'drop-before'
  | 'drop-after'
  | 'hang'
  | 'locked'
  | 'busy'
  | 'rpc-timeout'
  | 'malformed'
  | { readonly kind: 'hang' | 'rpc-timeout'; readonly effect: boolean }
  | { readonly kind: 'locked'; readonly host: string }
  | {
      readonly kind: 'status'
      readonly status: number
      /** The `faultstring` of a fault as Ironic writes it. */
      readonly fault?: string
      /** The body as it is, instead of a fault: HTML of a proxy, for one. */
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }

/** The name of something that can go wrong with a request. */
export type FaultKind = Exclude<RequestFault, string>['kind'] | Extract<RequestFault, string>

/** Which requests. What is not said fits every one. */
export interface RequestMatch {
  readonly method?: HttpMethod
  /** Text: the path without its query. A pattern is tried on path and query. */
  readonly path?: string | RegExp
}

/** How often a fault happens, and from when on. */
export interface FaultCount {
  /** How many of the requests that fit; 1 by default, `Infinity` for all from now on. */
  readonly times?: number
  /** How many of the requests that fit are let through first; 0 by default. */
  readonly after?: number
}

interface PlannedFault {
  readonly match: RequestMatch
  readonly fault: RequestFault
  times: number
  after: number
}

const KINDS: readonly FaultKind[] = [
  'refuse',
  'drop-before',
  'drop-after',
  'hang',
  'status',
  'locked',
  'busy',
  'rpc-timeout',
  'malformed',
]

/** What a fault may say of itself, beside its kind. */
const DETAILS: Partial<Readonly<Record<FaultKind, readonly string[]>>> = {
  hang: ['effect'],
  'rpc-timeout': ['effect'],
  locked: ['host'],
  status: ['status', 'fault', 'body', 'headers'],
}

/** The faults that tests have ordered, in the order in which they were. */
export class InjectedFaults {
  #planned: PlannedFault[] = []

  /** The next request that fits goes wrong; or the next `times` of them, once `after` went well. */
  next(match: RequestMatch, fault: RequestFault, count: FaultCount = {}): void {
    const kind = kindOf(fault)
    if (!KINDS.includes(kind)) throw new TypeError(`There is no request fault "${kind}".`)
    requireKeys('request', match, ['method', 'path'])
    if (typeof fault === 'object') requireKeys(`fault "${kind}"`, fault, ['kind', ...(DETAILS[kind] ?? [])])
    requireKeys('count', count, ['times', 'after'])
    const { times = 1, after = 0 } = count
    if (!(times >= 1) || !(after >= 0)) throw new TypeError('A fault happens one time at least.')
    this.#planned.push({ match, fault, times, after })
  }

  /** Forgets all faults that have not happened yet. */
  clear(): void {
    this.#planned = []
  }

  /** How many faults are still to come. */
  get pending(): number {
    return this.#planned.reduce((sum, { times }) => sum + times, 0)
  }

  /** @internal The fault of this request, if it has one. */
  take(method: HttpMethod, path: string): RequestFault | undefined {
    if (this.#planned.length === 0) return undefined
    for (const planned of this.#planned) {
      if (!fits(planned.match, method, path)) continue
      if (planned.after > 0) {
        planned.after--
        continue
      }
      planned.times--
      if (planned.times <= 0) this.#planned = this.#planned.filter((other) => other !== planned)
      return planned.fault
    }
    return undefined
  }
}

/** A key that is passed over would let a test pass that tests nothing. */
function requireKeys(about: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown !== undefined)
    throw new TypeError(`A ${about} has no "${unknown}"; there are ${known.join(', ')}.`)
}

export function kindOf(fault: RequestFault): FaultKind {
  return typeof fault === 'string' ? fault : fault.kind
}

/** Whether a fault that leaves it open was ordered with its effect. */
export function hasEffect(fault: RequestFault): boolean {
  return typeof fault === 'object' && 'effect' in fault && fault.effect
}

function fits(match: RequestMatch, method: HttpMethod, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false
  if (match.path === undefined) return true
  if (typeof match.path !== 'string') {
    match.path.lastIndex = 0
    return match.path.test(path)
  }
  return path === match.path || path.split('?', 1)[0] === match.path
}
