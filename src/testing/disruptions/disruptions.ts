import type { HttpMethod } from '../../transport/transport.js'
import { checkedDisruption, type Disruption } from './disruption.js'
import type { DetailedDisruption } from './disruption-kinds.js'
import { requireKnown } from '../json/require-known.js'

/** Selects requests. An omitted part matches every request. */
export interface RequestMatch {
  readonly method?: HttpMethod
  /** A string is compared with the path without its query. A regular expression is tried on path and query. */
  readonly path?: string | RegExp
}

/** How often a disruption happens, and after how many requests. */
export interface DisruptionCount {
  /** How many matching requests are disrupted. Default: 1. `Infinity` disrupts all from then on. */
  readonly times?: number
  /** How many matching requests pass first. Default: 0. */
  readonly after?: number
}

interface PlannedDisruption {
  readonly match: RequestMatch
  readonly disruption: DetailedDisruption
  times: number
  after: number
}

/** The disruptions planned for coming requests, in the order in which they were planned. */
export class Disruptions {
  #planned: PlannedDisruption[] = []

  /**
   * Disrupts the next matching request, or the next `times` of them after `after` have passed.
   *
   * @throws TypeError when the match, the disruption or the count has an unknown key or an invalid value
   * @example `simulator.disruptions.next({ method: 'PATCH' }, 'drop-after')`
   */
  next(match: RequestMatch, disruption: Disruption, count: DisruptionCount = {}): void {
    const checked = checkedDisruption(disruption)
    requireKnown('request', match, ['method', 'path'])
    requireKnown('count', count, ['times', 'after'])
    const { times = 1, after = 0 } = count
    if (!(times >= 1)) throw new TypeError(`"times" must be at least 1, not ${times}.`)
    if (!(after >= 0)) throw new TypeError(`"after" must be at least 0, not ${after}.`)
    this.#planned.push({ match, disruption: checked, times, after })
  }

  /** Cancels all disruptions that have not happened yet. */
  clear(): void {
    this.#planned = []
  }

  /** How many disruptions have not happened yet. */
  get pending(): number {
    return this.#planned.reduce((sum, { times }) => sum + times, 0)
  }

  /** @internal Returns the disruption of this request, if any, and counts it as used. */
  take(method: HttpMethod, path: string): DetailedDisruption | undefined {
    for (const planned of this.#planned) {
      if (!matches(planned.match, method, path)) continue
      if (planned.after > 0) {
        planned.after--
        continue
      }
      planned.times--
      if (planned.times <= 0) this.#planned = this.#planned.filter((other) => other !== planned)
      return planned.disruption
    }
    return undefined
  }
}

function matches(match: RequestMatch, method: HttpMethod, path: string): boolean {
  if (match.method !== undefined && match.method !== method) return false
  if (match.path === undefined) return true
  if (typeof match.path !== 'string') {
    match.path.lastIndex = 0
    return match.path.test(path)
  }
  return path === match.path || path.split('?', 1)[0] === match.path
}
