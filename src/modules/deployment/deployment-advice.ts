import type { Result } from 'neverthrow'
import type { Advice } from '../../errors/ironic-driver-error.js'
import { says, type SentencePattern } from '../../errors/sentence-pattern.js'
import type { ModuleContext } from '../../operations/module-context.js'
import type { CallScope } from '../../operations/run-operation.js'
import { watchNode } from '../../operations/watch-node.js'
import { judgeProvision } from '../../states/judge-provision.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** The verb and wording of a wait for a deployment, and the advice when it fails. */
export interface DeploymentWait {
  readonly verb: 'active' | 'rebuild'
  readonly goal: string
  readonly failureAdvice: (lastError: string | null) => Advice
}

const SPAWN: DeploymentWait = {
  verb: 'active',
  goal: 'the instance to become active',
  failureAdvice: adviceForDeployment,
}

/** Waits until a deployment that Ironic has accepted has ended. Without an instance, any deployment counts. */
export function waitUntilActive(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope & { readonly instance: string | undefined },
  { verb, goal, failureAdvice }: DeploymentWait = SPAWN,
): Promise<Result<WatchedNode, WaitError>> {
  const { instance } = work
  const judge = (seen: WatchedNode) => judgeProvision(seen, { verb, instance })
  return watchNode(context, node, work, { goal, judge, failureAdvice })
}

/**
 * Chooses the advice from Ironic's error. A wrong image fails on every node, and each further attempt costs a cleaning.
 * Names of failed steps, such as `deploy.write_image`, are ignored: a broken disk fails in them too.
 */
export function adviceForDeployment(lastError: string | null): Advice {
  const text = lastError?.replaceAll(/[\w.]+/g, (word) => (/\w[._]\w/.test(word) ? '' : word)) ?? ''
  return BAD_REQUEST.some((pattern) => says(text, pattern)) ? 'fix_request' : 'try_other_node'
}

const BAD_REQUEST: readonly SentencePattern[] = [
  /checksum|config ?drive|invalid ?image/i,
  [
    /image\b/i,
    /\b(not found|could not be (found|retrieved)|rejected|unacceptable|unsupported|invalid|verif)/i,
  ],
  /(download|fetch|retriev|validat|verif)[a-z]{0,12}( \w{1,40})? image/i,
]
