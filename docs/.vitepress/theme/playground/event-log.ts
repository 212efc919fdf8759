/** What the page lists under "Events". */
export interface LoggedEvent {
  readonly id: number
  /** Milliseconds since the session began. */
  readonly at: number
  readonly sort: 'call' | 'progress' | 'success' | 'failure' | 'trouble' | 'note'
  /** The name of the node, when the event is about one. */
  readonly node?: string | undefined
  readonly text: string
}

export interface ShownProgress {
  readonly name: string | null
  readonly provision_state: string
  readonly target_provision_state: string | null
  readonly power_state: string | null
  readonly step: string | undefined
  readonly last_error: string | null
}

const EVENTS_KEPT = 400

/** The events of a session, oldest first. */
export class EventLog {
  readonly #events: LoggedEvent[] = []
  readonly #lastProgress = new Map<string, string>()
  #count = 0

  get events(): readonly LoggedEvent[] {
    return this.#events
  }

  add(event: Omit<LoggedEvent, 'id'>): void {
    this.#events.push({ ...event, id: this.#count++ })
    if (this.#events.length > EVENTS_KEPT) this.#events.shift()
  }

  /** Adds what `onProgress` reported, unless it reads as the report before: an agent's call changes only a time. */
  progress(at: number, progress: ShownProgress): void {
    const node = progress.name ?? ''
    const text = progressText(progress)
    if (this.#lastProgress.get(node) === text) return
    this.#lastProgress.set(node, text)
    this.add({ at, sort: 'progress', node, text })
  }
}

function progressText(progress: ShownProgress): string {
  const { provision_state, target_provision_state, step, power_state, last_error } = progress
  const parts = [
    target_provision_state === null ? provision_state : `${provision_state} → ${target_provision_state}`,
    ...(step === undefined ? [] : [step]),
    power_state ?? 'power unknown',
    ...(last_error === null ? [] : [`“${last_error}”`]),
  ]
  return parts.join(' · ')
}
