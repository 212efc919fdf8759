import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { judgePower } from '../../states/judge-power.js'
import type { PowerTarget } from '../../states/power-states.js'
import { diverged } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { checkedInput } from '../checked-input.js'
import { askOptions, target as targetSchema, waitOptions, type Target } from '../input-schemas.js'
import { locateNode } from '../locate-node.js'
import type { AskOptions, ModuleContext, WaitOptions } from '../module-context.js'
import { runOperation } from '../run-operation.js'
import type { PowerError, RequestPowerError } from './power-errors.js'
import {
  powerModeOptions,
  requestPowerModeOptions,
  type PowerModeOptions,
  type RequestPowerModeOptions,
} from './power-input.js'
import { powerAttempts, type PowerAttempt } from './power-plan.js'
import { requestPower } from './request-power.js'
import type { PowerChange, PowerModule, PowerStatus } from './power-module.js'

const HARD_DEADLINE_MS = 5 * 60_000
const SOFT_TIMEOUT_MS = 60_000

/** Builds the power module alone; a driver has it as `driver.power`. */
export function createPowerModule(context: ModuleContext): PowerModule {
  return {
    state: (target, options = {}) => {
      const operation = 'power.state'
      return runOperation(operation, async () => {
        const found = await located(target, checkedInput(askOptions, options, 'options'))
        return found.map(({ node }) => statusOf(node))
      })
    },

    on: (target, options = {}) =>
      change('power.on', target, checkedInput(waitOptions, options, 'options'), () => [
        { target: 'power on' },
      ]),
    off: (target, options = {}) =>
      change('power.off', target, checkedInput(powerModeOptions, options, 'options'), attemptsFor('off')),
    reboot: (target, options = {}) =>
      change(
        'power.reboot',
        target,
        checkedInput(powerModeOptions, options, 'options'),
        attemptsFor('reboot'),
      ),

    requestOn: (target, options = {}) =>
      request('power.requestOn', target, checkedInput(askOptions, options, 'options'), () => [
        { target: 'power on' },
      ]),
    requestOff: (target, options = {}) =>
      request(
        'power.requestOff',
        target,
        checkedInput(requestPowerModeOptions, options, 'options'),
        attemptsFor('off'),
      ),
    requestReboot: (target, options = {}) =>
      request(
        'power.requestReboot',
        target,
        checkedInput(requestPowerModeOptions, options, 'options'),
        attemptsFor('reboot'),
      ),

    waitForOn: (target, options = {}) => waitOnly('power.waitForOn', target, options, 'power on'),
    waitForOff: (target, options = {}) => waitOnly('power.waitForOff', target, options, 'power off'),
    waitForReboot: (target, options = {}) => waitOnly('power.waitForReboot', target, options, 'rebooting'),

    injectNmi: (target, options = {}) =>
      runOperation('power.injectNmi', async () => {
        const found = await located(target, checkedInput(askOptions, options, 'options'))
        if (found.isErr()) return err(found.error)
        const { node, checked } = found.value
        return context.client.nodeManagement.injectNmi(node.uuid, { signal: checked.signal })
      }),
  }

  async function located<Options extends AskOptions>(
    target: Target,
    options: Result<Options, InvalidInputError>,
  ) {
    if (options.isErr()) return err(options.error)
    const checked = checkedInput(targetSchema, target, 'target')
    if (checked.isErr()) return err(checked.error)
    const node = await locateNode(context, checked.value, { signal: options.value.signal })
    return node.map((found) => ({ node: found, checked: options.value }))
  }

  function request<Options extends RequestPowerModeOptions>(
    operation: string,
    target: Target,
    options: Result<Options, InvalidInputError>,
    attempts: (options: Options) => readonly PowerAttempt[],
  ): ResultAsync<void, RequestPowerError> {
    return runOperation(operation, async () => {
      const found = await located(target, options)
      if (found.isErr()) return err(found.error)
      const { node, checked } = found.value
      const [attempt] = attempts(checked)
      return attempt === undefined ? ok(undefined) : requestPower(context, node, attempt, checked)
    })
  }

  /** Asks and waits, one way after the other until one works. */
  function change<Options extends WaitOptions & PowerModeOptions>(
    operation: string,
    target: Target,
    options: Result<Options, InvalidInputError>,
    attempts: (options: Options) => readonly PowerAttempt[],
  ): ResultAsync<PowerChange, PowerError> {
    return runOperation(operation, async () => {
      const found = await located(target, options)
      if (found.isErr()) return err(found.error)
      const { node, checked } = found.value
      const plan = attempts(checked)
      const deadlineAt = context.clock.now() + (checked.deadlineMs ?? defaultDeadlineMs(plan))
      let outcome: Result<PowerChange, PowerError> | undefined
      for (const [index, attempt] of plan.entries()) {
        outcome = await attemptChange(operation, node, attempt, checked, deadlineAt)
        if (outcome.isOk() || index === plan.length - 1 || !leavesHardWay(outcome.error)) break
      }
      return outcome ?? ok({ ...statusOf(node), done: 'power on' })
    })
  }

  async function attemptChange(
    operation: string,
    node: WatchedNode,
    attempt: PowerAttempt,
    options: WaitOptions,
    deadlineAt: number,
  ): Promise<Result<PowerChange, PowerError>> {
    const asked = await requestPower(context, node, attempt, options)
    if (asked.isErr()) return err(asked.error)
    return waitFor(operation, node, attempt.target, options, deadlineAt)
  }

  function waitOnly(
    operation: string,
    target: Target,
    options: WaitOptions,
    done: PowerTarget,
  ): ResultAsync<PowerChange, PowerError> {
    return runOperation(operation, async () => {
      const found = await located(target, checkedInput(waitOptions, options, 'options'))
      if (found.isErr()) return err(found.error)
      const { node, checked } = found.value
      return waitFor(
        operation,
        node,
        done,
        checked,
        context.clock.now() + (checked.deadlineMs ?? HARD_DEADLINE_MS),
      )
    })
  }

  async function waitFor(
    operation: string,
    node: WatchedNode,
    done: PowerTarget,
    options: WaitOptions,
    deadlineAt: number,
  ): Promise<Result<PowerChange, PowerError>> {
    const waited = await context.watcher.watch({
      operation,
      node: node.uuid,
      instance: node.instance_uuid ?? undefined,
      found: node,
      goal: `"${done}" to be done`,
      judge: (seen) => (seen === undefined ? diverged('it no longer exists') : judgePower(seen, done)),
      deadlineMs: Math.max(0, deadlineAt - context.clock.now()),
      signal: options.signal,
      onProgress: options.onProgress,
    })
    return waited.map((seen) => ({ ...statusOf(seen ?? node), done }))
  }
}

function attemptsFor(change: 'off' | 'reboot') {
  return (options: PowerModeOptions): readonly PowerAttempt[] =>
    powerAttempts(change, options.mode ?? 'hard', options.softTimeoutMs ?? SOFT_TIMEOUT_MS)
}

/** Only a machine that did not obey, or cannot be asked, is cut off. A lock or a lost connection is no reason. */
function leavesHardWay(error: PowerError): boolean {
  return error.kind === 'transition_failed' || error.kind === 'unsupported_by_hardware'
}

function defaultDeadlineMs(plan: readonly PowerAttempt[]): number {
  return plan.reduce((total, { timeoutMs = 0 }) => total + timeoutMs, HARD_DEADLINE_MS)
}

function statusOf(node: WatchedNode): PowerStatus {
  const { uuid, instance_uuid, power_state, target_power_state } = node
  return { node: uuid, instance: instance_uuid, power_state, target_power_state }
}
