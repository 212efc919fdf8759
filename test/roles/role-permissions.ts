import type { IronicDriver } from 'ironic-driver'
import type { RoleLogin } from './role-logins.js'

type Answer = PromiseLike<{ isOk(): boolean; error?: { readonly kind: string } }>

/** One request for each permission that this library needs; none of them changes the node permanently. */
const REQUESTS: Readonly<Record<string, (client: IronicDriver['client'], node: string) => Answer>> = {
  get: (client, node) => client.nodes.get(node) as Answer,
  list: (client, node) => client.nodes.list({ filter: { project: node } }).all() as Answer,
  info: (client, node) =>
    client.nodes.patch(node, [{ op: 'add', path: '/instance_info', value: {} }]) as Answer,
  link: (client, node) => client.nodes.patch(node, [{ op: 'remove', path: '/instance_uuid' }]) as Answer,
  validate: (client, node) => client.nodeValidations.get(node) as Answer,
  vif: (client, node) => client.nodeVifs.detach(node, 'd9b2e1a0-0000-4000-8000-000000000001') as Answer,
  maintenance: (client, node) => client.nodeMaintenance.clear(node) as Answer,
  console: (client, node) => client.nodeConsole.get(node) as Answer,
  // Ironic does not compare a project's token with the rule: it answers 500
  chassis: (client) => client.chassis.list().all() as Answer,
  history: (client, node) => client.nodeHistory.list(node).all() as Answer,
}

/** Ironic's answer to each of them for a login: `ok`, or the kind of the error. */
export async function permissionsOf(driver: IronicDriver, node: string): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {}
  for (const [name, ask] of Object.entries(REQUESTS)) {
    const answer = await ask(driver.client, node)
    outcomes[name] = answer.isOk() ? 'ok' : (answer.error?.kind ?? 'unknown')
  }
  return outcomes
}

/** The rights of each login by Ironic's default policy: `all` except what is listed as refused. */
export function expectedPermissions({ of, role }: RoleLogin): Record<string, string> {
  const names = Object.keys(REQUESTS)
  const refuse = (refused: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, refused.includes(name) ? 'forbidden' : 'ok']))
  const writes = ['info', 'link', 'validate', 'vif', 'maintenance', 'console']
  switch (of) {
    case 'system':
      return refuse(role === 'reader' ? writes : [])
    case 'owner':
      return refuse(role === 'reader' ? ['list', 'chassis', ...writes] : ['list', 'chassis'])
    case 'lessee': {
      const deploys = role === 'admin' || role === 'manager'
      return refuse(['list', 'chassis', 'history', ...(deploys ? ['link', 'console'] : writes)])
    }
    case 'stranger':
      return {
        ...Object.fromEntries(names.map((name) => [name, 'not_found'])),
        list: 'forbidden',
        chassis: 'forbidden',
      }
  }
}
