import { EVENT_OF_VERB, IRONIC_STATE_MACHINE } from '../../support/ironic-state-machine.js'

export type Verb = keyof typeof EVENT_OF_VERB

/** The expected reply: its status, and words of its fault. */
export interface Expected {
  readonly status: number
  readonly fault: RegExp | null
}

const ACCEPTED: Expected = { status: 202, fault: null }
const refused = (status: number, fault: RegExp): Expected => ({ status, fault })
const ILLEGAL = refused(400, /^The requested action .* can not be performed on node/)
const IN_MAINTENANCE = refused(400, /because it's in maintenance mode/)
const GONE = refused(404, /^Node .* could not be found/)
export const LOCKED = refused(409, /is locked by host/)

/** The modelled releases, by their newest microversion. */
export const MODEL_RELEASES = { '39.0': 115, '2025.1': 96, '2023.1': 82 } as const
export type ModelRelease = keyof typeof MODEL_RELEASES

/** Transitions that came with a later release than their states. */
const EDGES_SINCE: Readonly<Record<string, number>> = {
  'service failed/delete': 96,
  'service wait/delete': 99,
  'service hold/fail': 101,
  'service failed/wait': 101,
  'service failed/hold': 101,
  'service failed/abort': 101,
  'wait call-back/abort': 110,
  'inspect wait/resume': 83,
}

type StateMachine = Readonly<Record<string, Readonly<Record<string, string>>>>

function stateMachineOf(release: ModelRelease): StateMachine {
  const minor = MODEL_RELEASES[release]
  const isState = (name: string) => (name.endsWith('hold') ? 85 : name.startsWith('servic') ? 87 : 1) <= minor
  const states = Object.entries(IRONIC_STATE_MACHINE).filter(([from]) => isState(from))
  return Object.fromEntries(
    states.map(([from, { on }]) => {
      const edges = Object.entries(on).filter(
        ([event, to]) => isState(to) && (EDGES_SINCE[`${from}/${event}`] ?? 1) <= minor,
      )
      return [from, Object.fromEntries(edges)]
    }),
  )
}

/** The states in which Ironic works under the lock; in wait states an agent works. */
const isWorking = (state: string) => state.endsWith('ing')
const isWaiting = (state: string) => state.endsWith(' wait') || state === 'wait call-back'

/** The events that a conductor fires by itself; the last two only where no caller can. */
const OWN_EVENTS = ['done', 'fail', 'wait', 'resume', 'hold']
const ownEvents = (state: string) =>
  state === 'deleting' ? ['clean', 'fail'] : state === 'cleaning' ? ['manage', ...OWN_EVENTS] : OWN_EVENTS

/** The operation that ends each state when it fails. */
const OPERATION_OF: Readonly<Record<string, string>> = {
  verifying: 'manage',
  deploying: 'deploy',
  cleaning: 'clean',
  deleting: 'teardown',
  inspecting: 'inspect',
  rescuing: 'rescue',
  unrescuing: 'unrescue',
  adopting: 'adopt',
  servicing: 'service',
}

/** The expected state of a node, from Ironic's state machine and the guards of each verb alone. */
export class NodeModel {
  readonly machine: StateMachine
  exists = true
  /** True when the node had a fault when it was last seen. */
  wasFaulty = false
  maintenance = false
  protected = false
  retired = false
  agent: 'calls' | 'silent' = 'calls'
  controller: 'answers' | 'silent' = 'answers'
  target: string | null = null
  /** The state in which the operation under way began. */
  #began: string | null = null
  /** The failures scripted when it began. */
  #failing: readonly string[] = []
  /** True while nothing has changed since it began, so that its end is known. */
  #isCertain = true

  constructor(
    readonly profile: 'fake-hardware' | 'redfish',
    readonly release: ModelRelease,
    public state: string,
  ) {
    this.machine = stateMachineOf(release)
  }

  get isBusy(): boolean {
    return isWorking(this.state) || isWaiting(this.state)
  }

  isLegal(verb: Verb): boolean {
    return this.#next(verb) !== undefined
  }

  /** Returns the expected reply to a verb while the node is unlocked. */
  replyTo(verb: Verb): Expected {
    if (!this.exists) return GONE
    const deploys = verb === 'active' || verb === 'rebuild'
    if (deploys && this.maintenance) return IN_MAINTENANCE
    if (!this.isLegal(verb)) return ILLEGAL
    if (['clean', 'service', 'rescue', 'unrescue'].includes(verb) && this.maintenance) return IN_MAINTENANCE
    if (verb === 'provide' && this.retired) return refused(400, /because it is retired/)
    if ((verb === 'deleted' || verb === 'rebuild') && this.protected) return refused(403, /is protected/)
    if (verb === 'abort' && this.state === 'service failed' && this.maintenance)
      return refused(409, /Can not abort service on node/)
    if (verb === 'abort' && this.state === 'inspect wait' && this.profile === 'fake-hardware')
      return refused(400, /does not support abort/)
    return ACCEPTED
  }

  /** Returns the immediate reply to a verb that the state refuses, while the node is locked. */
  replyToLocked(verb: Verb): Expected {
    const isFirst = (verb === 'active' || verb === 'rebuild') && this.maintenance
    return isFirst ? IN_MAINTENANCE : LOCKED
  }

  replyToDelete(): Expected {
    if (!this.exists) return GONE
    if (this.protected) return refused(403, /is protected/)
    const isIdle = ['available', 'manageable', 'enroll', 'adopt failed'].includes(this.state)
    if (this.maintenance || isIdle) return { status: 204, fault: null }
    return refused(409, /^Can not delete node/)
  }

  replyToPower(): Expected {
    if (!this.exists) return GONE
    const isCleaning = this.state === 'cleaning' || this.state === 'clean wait'
    return isCleaning ? ILLEGAL : ACCEPTED
  }

  /** Follows an accepted verb. `failing` lists the scripted failures. */
  accept(verb: Verb, failing: readonly string[]): void {
    const from = this.state
    this.state = this.#next(verb) ?? from
    // Newer servers pass through the failure straight back to `active`.
    if (verb === 'abort' && this.state === 'service failed')
      this.state = this.machine['service failed']?.['abort'] ?? this.state
    this.#began = isWorking(this.state) ? this.state : null
    this.#failing = failing
    this.#isCertain = verb !== 'unhold' && this.controller === 'answers'
    if (verb === 'clean') this.target = 'manageable'
    if (verb === 'provide' || verb === 'deleted') this.target = 'available'
  }

  /** Starts over, after the node was deleted and created again. */
  begin(): void {
    this.see('enroll')
    Object.assign(this, { exists: true, maintenance: false, protected: false, retired: false, target: null })
    Object.assign(this, { agent: 'calls', controller: 'answers', wasFaulty: false })
  }

  /** Records a change that may affect the operation under way. */
  disturb(): void {
    if (this.isBusy) this.#isCertain = false
  }

  /** Records the state in which the node was seen. */
  see(state: string): void {
    this.state = state
    if (this.isBusy) return
    this.#began = null
    this.#isCertain = true
  }

  /** Returns the states that the conductor can have reached by itself since the node was last seen. */
  reachable(): string[] {
    const seen = new Set([this.state])
    for (const state of seen)
      for (const event of ownEvents(state)) {
        const to = this.machine[state]?.[event]
        if (to !== undefined && (isWorking(state) || isWaiting(state))) seen.add(to)
      }
    return [...seen].filter((state) => this.#isPossible(state))
  }

  /** Returns the states possible after everything under way has ended. */
  ends(): string[] {
    return this.reachable().filter(
      (state) => !isWorking(state) && (!isWaiting(state) || this.#staysIn(state)),
    )
  }

  /** Returns whether the state is possible. While all is certain, an operation has only one end. */
  #isPossible(state: string): boolean {
    if (!this.#isCertain || isWorking(state) || isWaiting(state)) return true
    if (this.#began === null) return !this.isBusy || state === this.#failed(this.state)
    return state === this.#end(this.#began)
  }

  /** Returns whether a wait goes on: in maintenance, agents are not heard and nothing times out. */
  #staysIn(wait: string): boolean {
    if (!this.#isCertain) return true
    if (!this.maintenance) return false
    return this.#began === null ? wait === this.state : wait === this.#end(this.#began)
  }

  #end(began: string): string {
    const fails = this.#failing.includes(OPERATION_OF[began] ?? '')
    if (began === 'deleting') return fails ? 'error' : this.#end('cleaning')
    const wait = this.profile === 'redfish' ? this.machine[began]?.['wait'] : undefined
    const isHeard = !this.maintenance || began === 'inspecting'
    if (wait !== undefined && !isHeard) return wait
    if (fails || (wait !== undefined && this.agent === 'silent')) return this.#failed(began)
    if (began === 'cleaning') return this.target === 'manageable' || this.retired ? 'manageable' : 'available'
    return this.machine[began]?.['done'] ?? began
  }

  #failed(state: string): string {
    return this.machine[state]?.['fail'] ?? state
  }

  #next(verb: Verb): string | undefined {
    return this.machine[this.state]?.[EVENT_OF_VERB[verb]]
  }
}
