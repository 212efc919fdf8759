import type { SimulatedCaller, SimulatedRole } from '../login/simulated-caller.js'

/** The projects that own or lease the target of a request. */
export interface PolicyTarget {
  readonly owner?: string | null
  readonly lessee?: string | null
}

/** Decides whether a caller may do something with a target. */
export type PolicyCheck = (caller: SimulatedCaller, target: PolicyTarget) => boolean

const inSystem =
  (...roles: SimulatedRole[]): PolicyCheck =>
  (caller) =>
    caller.system === true && roles.some((role) => caller.roles.includes(role))

const ofOwner =
  (...roles: SimulatedRole[]): PolicyCheck =>
  (caller, { owner }) =>
    caller.project !== undefined && caller.project === owner && hasOne(caller, roles)

const ofLessee =
  (...roles: SimulatedRole[]): PolicyCheck =>
  (caller, { lessee }) =>
    caller.project !== undefined && caller.project === lessee && hasOne(caller, roles)

const anywhere =
  (...roles: SimulatedRole[]): PolicyCheck =>
  (caller) =>
    hasOne(caller, roles)

const anyOf =
  (...checks: PolicyCheck[]): PolicyCheck =>
  (caller, target) =>
    checks.some((check) => check(caller, target))

function hasOne({ roles }: SimulatedCaller, wanted: readonly SimulatedRole[]): boolean {
  return wanted.some((role) => roles.includes(role))
}

/**
 * The building blocks of Ironic's rules, under Ironic's own names.
 *
 * @see openstack/ironic `ironic/common/policy.py`
 */
export const SYSTEM_ADMIN = inSystem('admin')
export const SYSTEM_MEMBER = inSystem('member')
export const SYSTEM_READER = inSystem('reader', 'service')
export const SYSTEM_ADMIN_OR_SERVICE = inSystem('admin', 'service')
export const API_READER = anywhere('reader', 'service')
export const ANY_ADMIN = anywhere('admin', 'service')
export const PROJECT_ADMIN = ofOwner('admin')
export const SYSTEM_OR_PROJECT_READER = anyOf(SYSTEM_READER, ofOwner('reader', 'service'), ofLessee('reader'))
export const SYSTEM_OR_PROJECT_MEMBER = anyOf(
  inSystem('member', 'service'),
  ofOwner('member'),
  ofLessee('member'),
)
export const SYSTEM_OR_OWNER_READER = anyOf(SYSTEM_READER, ofOwner('reader', 'service'))
export const SYSTEM_OR_OWNER_MEMBER_AND_LESSEE_ADMIN = anyOf(
  inSystem('member', 'service'),
  ofOwner('member', 'service'),
  ofLessee('admin', 'manager'),
)
export const SYSTEM_ADMIN_OR_OWNER_ADMIN = anyOf(
  SYSTEM_ADMIN_OR_SERVICE,
  ofOwner('admin', 'manager', 'service'),
)
export const SYSTEM_MEMBER_OR_OWNER_ADMIN = anyOf(
  inSystem('member', 'service'),
  ofOwner('admin', 'manager', 'service'),
)
export const SYSTEM_MEMBER_OR_OWNER_MEMBER = anyOf(
  inSystem('member', 'service'),
  ofOwner('member', 'service'),
)
export const SYSTEM_MEMBER_OR_OWNER_LESSEE_ADMIN = anyOf(
  inSystem('member', 'service'),
  ofOwner('admin', 'manager', 'service'),
  ofLessee('admin', 'manager'),
)
export const ALLOCATION_MEMBER = anyOf(SYSTEM_MEMBER, ofOwner('member'))
export const ALLOCATION_READER = anyOf(SYSTEM_READER, ofOwner('reader'))
export const ALLOCATION_CREATOR = anyOf(SYSTEM_MEMBER, anywhere('member'))
export const TARGET_PROPERTIES_READER = anyOf(SYSTEM_READER, anywhere('admin'))
export const RUNBOOK_ADMIN = anyOf(SYSTEM_MEMBER, ofOwner('manager'), anywhere('service'))
export const RUNBOOK_READER = anyOf(SYSTEM_READER, ofOwner('reader'), anywhere('service'))
export const RUNBOOK_CREATOR = anyOf(SYSTEM_MEMBER, anywhere('manager', 'service'))
