import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { Result } from 'neverthrow'
import type { RoleLogin } from './role-logins.js'

/** A node and its instance, present or planned. */
export interface VerbTarget {
  readonly node: string
  readonly instance: string
}

const IMAGE = { source: 'http://images.test/a.raw', checksum: 'd8e8fca2dc0f896fd7cb4cb0031ba249' }
const VIF = { id: 'd9b2e1a0-0000-4000-8000-000000000001' }

type Verb = (driver: IronicDriver, target: VerbTarget) => Promise<Result<unknown, IronicDriverError>>

const verb = (run: Verb, needs: 'free' | 'active') => ({ run, needs })

/** Verbs of the driver that only some roles may use, and the state of the node that they need. */
export const ROLE_VERBS = {
  status: verb(async (driver, { node }) => driver.provisioning.status({ node }), 'free'),
  reserve: verb(
    async (driver, { node, instance }) => driver.provisioning.reserve({ instance, node }),
    'free',
  ),
  spawn: verb(
    async (driver, { node, instance }) =>
      driver.provisioning.spawn({ instance: { id: instance }, node, image: IMAGE, vifs: [VIF] }),
    'free',
  ),
  power: verb(async (driver, { node }) => driver.power.on({ node }), 'free'),
  maintenance: verb(async (driver, { node }) => driver.lifecycle.maintenance({ node }), 'free'),
  manage: verb(async (driver, { node }) => driver.lifecycle.manage({ node }), 'free'),
  remove: verb(async (driver, { node }) => driver.lifecycle.remove({ node }), 'free'),
  redeploy: verb(async (driver, target) => driver.rebuild.redeploy(target, { image: IMAGE }), 'active'),
  rescue: verb(async (driver, target) => driver.rescue.enter(target, { password: 'rescue-me-1' }), 'active'),
  vifs: verb(async (driver, target) => driver.networking.attachVif(target, VIF), 'active'),
  console: verb(async (driver, target) => driver.console.enable(target), 'active'),
  destroy: verb(async (driver, target) => driver.provisioning.destroy(target), 'active'),
} satisfies Readonly<Record<string, { readonly run: Verb; readonly needs: 'free' | 'active' }>>

export type RoleVerb = keyof typeof ROLE_VERBS

/** The result of a verb for a login: done, refused for lack of a permission, or the node is hidden. */
export type RoleOutcome = 'ok' | 'forbidden' | 'hidden'

const NAMES = Object.keys(ROLE_VERBS) as readonly RoleVerb[]

/** The result of each verb for a login by Ironic's default policy. */
export function expectedVerbs({ of, role }: RoleLogin): Readonly<Record<RoleVerb, RoleOutcome>> {
  const only = (allowed: readonly RoleVerb[]) =>
    outcomes((verb) => (allowed.includes(verb) ? 'ok' : 'forbidden'))
  const all = NAMES.filter((verb) => verb !== 'remove')
  switch (of) {
    case 'stranger':
      return outcomes(() => 'hidden')
    case 'system':
    case 'owner':
      if (role === 'reader') return only(['status'])
      return only(role === 'admin' ? NAMES : all)
    case 'lessee':
      if (role === 'admin' || role === 'manager') return only(all.filter((verb) => verb !== 'console'))
      return only(role === 'member' ? ['status', 'power'] : ['status'])
  }
}

function outcomes(outcomeOf: (verb: RoleVerb) => RoleOutcome): Record<RoleVerb, RoleOutcome> {
  return Object.fromEntries(NAMES.map((verb) => [verb, outcomeOf(verb)])) as Record<RoleVerb, RoleOutcome>
}

/** Errors that say that the node is hidden, not that it does not exist. */
const HIDDEN = ['node_not_found', 'not_found_or_hidden']

/** Returns the result of a verb, or the kind of another error. */
export function outcomeOf(result: Result<unknown, IronicDriverError>): string {
  if (result.isOk()) return 'ok'
  return HIDDEN.includes(result.error.kind) ? 'hidden' : result.error.kind
}

/** Whether an error names what is missing: the permission, or that the login may not see the node. */
export function saysWhatIsMissing({ kind, message }: IronicDriverError): boolean {
  return kind === 'forbidden' ? message.includes('baremetal:') : /login (?:may|does) not see/.test(message)
}
