import { okAsync } from 'neverthrow'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import { askOptions } from '../../operations/input-schemas.js'
import type { ModuleContext, WaitOptions } from '../../operations/module-context.js'
import { waitingVerb, type VerbOptions } from '../../operations/waiting-verb.js'
import { watchNode } from '../../operations/watch-node.js'
import { judgePower } from '../../states/judge-power.js'
import type { PowerTarget, PowerState } from '../../states/power-states.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { powerModeOptions, requestPowerModeOptions, type PowerModeOptions } from './power-input.js'
import { firstAttempt, powerDeadlineMs, secondAttempt, type PowerVerb } from './power-plan.js'
import { requestPower } from './request-power.js'

/** The power state of a node, as Ironic records it. */
export interface PowerStatus {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  /** `null` when Ironic has not read it yet, or cannot reach the management controller. */
  readonly power_state: PowerState
  /** The state that a change in progress leads to; `null` when there is none. */
  readonly target_power_state: string | null
}

export interface PowerChange extends PowerStatus {
  /** The last power target requested: with `soft-then-hard`, the hard one if the soft one failed. */
  readonly done: PowerTarget
}

type PowerOptions = WaitOptions & PowerModeOptions

const OPTIONS: Readonly<Record<PowerVerb, VerbOptions<PowerOptions>>> = {
  on: { request: askOptions },
  off: { change: powerModeOptions, request: requestPowerModeOptions },
  reboot: { change: powerModeOptions, request: requestPowerModeOptions },
}

/** Builds the calls of a power change. Its outcome is the last target requested. */
export function powerVerb(context: ModuleContext, verb: PowerVerb) {
  return waitingVerb(context, {
    name: `power.${verb}`,
    deadlineMs: (options) => powerDeadlineMs(verb, options),
    options: OPTIONS[verb],
    ask: async (node, _: undefined, work) => {
      const attempt = firstAttempt(verb, work)
      return (await requestPower(context, node, attempt, work)).map(() => attempt.target)
    },
    wait: (node, work, target: PowerTarget) =>
      watchNode(context, node, work, {
        goal: `"${target}" to be done`,
        judge: (seen) => judgePower(seen, target),
      }),
    joined: firstAttempt(verb, {}).target,
    asked: (): void => undefined,
    done: (node, done) => okAsync<PowerChange>({ ...powerStatus(node), done }),
    secondAttempt: (error, options) => (isSoftPowerIgnored(error) ? secondAttempt(options) : undefined),
  })
}

/**
 * Whether the power may be cut: only when the operating system did not respond or cannot be asked, never because of a
 * lock or a lost connection.
 */
function isSoftPowerIgnored({ kind }: IronicDriverError): boolean {
  return kind === 'transition_failed' || kind === 'unsupported_by_hardware'
}

export function powerStatus(node: WatchedNode): PowerStatus {
  const { uuid, instance_uuid, power_state, target_power_state } = node
  return { node: uuid, instance: instance_uuid, power_state, target_power_state }
}
