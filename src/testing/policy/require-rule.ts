import type { ApiRequest } from '../api/framework/api-request.js'
import { ApiFault } from '../refusals/api-fault.js'
import type { PolicyTarget } from './policy-checks.js'
import { checkOf, isForSystemOnly, type PolicyRule, textOfRule } from './policy-rules.js'

type Asked = Pick<ApiRequest, 'caller' | 'world'>

/** Returns whether the caller may do this. Without a caller, everything is allowed. */
export function isAllowed({ caller }: Asked, rule: PolicyRule, target: PolicyTarget = {}): boolean {
  return caller === undefined || checkOf(rule)(caller, target)
}

/** Refuses what the caller may not do, in Ironic's words. */
export function requireRule(asked: Asked, rule: PolicyRule, target: PolicyTarget = {}): void {
  const { caller, world } = asked
  if (caller?.project !== undefined && isForSystemOnly(world, rule))
    throw new ApiFault(
      500,
      `"baremetal:${rule}": "${textOfRule(rule)}" requires a scope of ['system'], request was made with project scope.`,
    )
  if (!isAllowed(asked, rule, target)) throw accessDenied(rule)
}

function accessDenied(rule: PolicyRule): ApiFault {
  return new ApiFault(403, `Access was denied to the following resource: baremetal:${rule}`)
}
