import { sha256 } from '../../formats/sha256.js'
import type { JsonObject } from '../json/json-value.js'
import { IDENTITY_PATH } from './identity-fault.js'
import { impliedRoles } from './simulated-caller.js'
import type { IssuedToken } from './token-store.js'

/** Returns what the identity service says of a token: its user, its expiry and the service catalog. */
export function tokenDocument(token: IssuedToken, publicUrl: string, region: string): JsonObject {
  const { name, domain: domainName = 'Default', project = 'service', system } = token.user
  const { roles = ['admin', 'member', 'reader'] } = token.user
  const domain = { id: domainId(domainName), name: domainName }
  // A token without a scope has none of these.
  const scoped = {
    ...(system === true
      ? { system: { all: true } }
      : { project: { id: projectIdOf(domainName, project), name: project, domain }, is_domain: false }),
    roles: impliedRoles(roles, 'SimulatedKeystone').map((role) => ({
      id: idOf(`role ${role}`),
      name: role,
    })),
    catalog: [
      service('baremetal', 'ironic', publicUrl, region),
      service('identity', 'keystone', `${publicUrl}${IDENTITY_PATH}/v3`, region),
    ],
  }
  return {
    token: {
      methods: [token.method],
      user: { id: idOf(`user ${domainName} ${name}`), name, domain, password_expires_at: null },
      issued_at: timeText(token.issuedAt),
      expires_at: timeText(token.expiresAt),
      audit_ids: [idOf(token.text).slice(0, 22)],
      ...(token.scope === 'none' ? {} : scoped),
    },
  }
}

/**
 * Returns an id of 32 hexadecimal digits, as the identity service gives. The same text has the same id in
 * every run.
 */
export function idOf(text: string): string {
  return sha256(text).slice(0, 32)
}

export function projectIdOf(domain: string, project: string): string {
  return idOf(`project ${domain} ${project}`)
}

export function domainId(name: string): string {
  return name === 'Default' ? 'default' : idOf(`domain ${name}`)
}

function service(type: string, name: string, url: string, region: string): JsonObject {
  return {
    id: idOf(`service ${type}`),
    type,
    name,
    endpoints: ['public', 'internal', 'admin'].map((face) => ({
      id: idOf(`endpoint ${type} ${face}`),
      interface: face,
      region,
      region_id: region,
      url,
    })),
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}
