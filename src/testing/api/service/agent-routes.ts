import { continueInspection, heardAgent, issueToken } from '../../conductor/agent/agent-requests.js'
import { stateRow } from '../../conductor/task/state-machine.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest, noSuchMethod, noSuchRoute, notFound } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { StoredNode } from '../../world/simulator-store.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, linksTo, nodeOf } from '../framework/api-request.js'
import { readArguments, string, stringList, uuid, uuidOrName } from '../framework/arguments.js'
import { maskInstanceInfo, maskSecrets } from '../framework/masked-secrets.js'
import type { Route } from '../framework/route.js'
import { agentConfig } from './agent-config.js'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * The routes that deploy agents call, without a login.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/ramdisk.py`
 */
export const AGENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/lookup', handle: lookup },
  ...METHODS.map((method) => ({ method, path: '/v1/lookup/{extra}', handle: refuseMethod })),
  { method: 'POST', path: '/v1/heartbeat', handle: heartbeat },
  { method: 'POST', path: '/v1/heartbeat/{ident}', handle: heartbeat },
  ...METHODS.map((method) => ({
    method,
    path: '/v1/continue_inspection',
    handle: method === 'POST' ? receiveInspection : refuseInspection,
  })),
]

function refuseMethod(): never {
  throw noSuchMethod()
}

/** Returns the refusal that hides from an agent what it must not know. */
const nothingFound = () => notFound('Resource could not be found.')

/** The microversion since which an agent receives a token and must present it. */
const TOKEN_SINCE = 62

function lookup(request: ApiRequest): ApiReply {
  const { addresses = [], node_uuid: nodeUuid } = readArguments(request.args, {
    addresses: stringList,
    node_uuid: uuid,
  })
  if (request.minor < 22) throw nothingFound()
  const valid = addresses.filter(isMac)
  if (valid.length === 0 && nodeUuid === undefined)
    throw badRequest("At least one of 'addresses' and 'node_uuid' parameters is required")
  const { store } = request.world
  const stored = nodeUuid === undefined ? nodeByAddresses(request, valid) : store.nodes.get(nodeUuid)
  if (stored === undefined || !stateRow(stored.record.provision_state)?.agentIsKnown) throw nothingFound()
  const task = request.world.task(stored)
  return {
    status: 200,
    body: viewForAgent(request, task, request.minor < TOKEN_SINCE ? knownToken(task) : issueToken(task)),
  }
}

function nodeByAddresses({ world }: ApiRequest, addresses: readonly string[]): StoredNode | undefined {
  const owners = addresses.flatMap((address) => world.store.portByAddress(address)?.node_uuid ?? [])
  return new Set(owners).size === 1 ? world.store.nodes.get(owners[0] ?? '') : undefined
}

function isMac(text: string): boolean {
  return /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)
}

function knownToken({ node }: Task): JsonValue {
  return node.driver_internal_info['agent_secret_token'] ?? null
}

function viewForAgent(request: ApiRequest, task: Task, token: JsonValue): JsonObject {
  const { node } = task
  return {
    node: {
      uuid: node.uuid,
      properties: node.properties,
      instance_info: maskInstanceInfo(node.instance_info, request.world),
      driver_internal_info: maskSecrets(node.driver_internal_info, request.world),
      links: linksTo(request, 'nodes', node.uuid),
    },
    config: agentConfig(task, token),
  }
}

const AGENT_STATES = ['start', 'end', 'error']

function heartbeat(request: ApiRequest): ApiReply {
  const { minor, world } = request
  const inBody = isJsonObject(request.body) ? request.body : {}
  const { ident: inPath } = request.params
  const given = readArguments(
    { ...(inPath === undefined ? {} : { node_ident: inPath }), ...request.args, ...inBody },
    {
      node_ident: uuidOrName,
      callback_url: string,
      agent_version: string,
      agent_token: string,
      agent_verify_ca: string,
      agent_status: string,
      agent_status_message: string,
    },
    { needed: ['node_ident', 'callback_url'] },
  )
  if (minor < 22) throw nothingFound()
  if (given.agent_version && minor < 36) throw badRequest('Field "agent_version" not recognised')
  if ((given.agent_status || given.agent_status_message) && minor < 72)
    throw badRequest('Fields "agent_status" and "agent_status_message" not recognised.')
  if (given.agent_verify_ca !== undefined && minor < 68)
    throw badRequest('Field "agent_verify_ca" not recognised in this version')
  const task = nodeOf(request, given.node_ident)
  const { callback_url: url = '', agent_token: token, agent_status: status } = given
  if (url !== '' && serverHas(world, 'checksAgentUrl') && !/^[a-z0-9+.-]*http/i.test(url))
    throw badRequest('An issue with the supplied "callback_url" has been detected.')
  const known = task.node.driver_internal_info['agent_url']
  if (known !== undefined && known !== url)
    throw badRequest('Detected change in ramdisk provided "callback_url"')
  if (token === undefined) throw badRequest('Agent token is required for heartbeat processing.')
  if (status !== undefined && !AGENT_STATES.includes(status))
    throw badRequest(`Agent status is invalid. Valid states are ${AGENT_STATES.join(',')}.`)
  const version = given.agent_version ?? null
  heardAgent(task, { url, token, version, status: status ?? null })
  return { status: 202 }
}

const INSPECTION_SINCE = 84

function refuseInspection({ world }: ApiRequest): never {
  throw world.settings.maxMinor < INSPECTION_SINCE ? noSuchRoute() : noSuchMethod()
}

function receiveInspection(request: ApiRequest): ApiReply {
  const { world, minor, body } = request
  if (world.settings.maxMinor < INSPECTION_SINCE) throw noSuchRoute()
  const { inventory, addresses, rest } = readInspection(body)
  const { node_uuid: nodeUuid } = readArguments(request.args, { node_uuid: uuid })
  // 1.1 is the version of an older OpenStack service, which did this before Ironic did.
  const isOld = minor === 1 && nodeUuid === undefined
  if (minor < INSPECTION_SINCE && !isOld) throw notFound('API version 1.84 or newer is required')
  const valid = addresses.filter(isMac)
  if (valid.length === 0 && nodeUuid === undefined && !hasController(inventory))
    throw badRequest('No lookup information provided')
  const stored = nodeUuid === undefined ? nodeByAddresses(request, valid) : world.store.nodes.get(nodeUuid)
  if (stored?.record.provision_state !== 'inspect wait') throw nothingFound()
  const task = world.task(stored)
  const reply = isOld ? { uuid: task.node.uuid } : viewForAgent(request, task, issueToken(task))
  continueInspection(task, { inventory, plugin_data: rest })
  return { status: 202, body: reply }
}

function hasController(inventory: JsonObject): boolean {
  return Boolean(inventory['bmc_address']) || Boolean(inventory['bmc_v6address'])
}

function readInspection(body: JsonValue = {}): {
  readonly inventory: JsonObject
  readonly addresses: readonly string[]
  readonly rest: JsonObject
} {
  const refuse = (text: string) => badRequest(`Schema error for data: ${text}`)
  if (!isJsonObject(body)) throw refuse(`${pythonRepr(body)} is not of type 'object'`)
  const { inventory, ...rest } = body
  if (inventory === undefined) throw refuse("'inventory' is a required property")
  if (!isJsonObject(inventory)) throw refuse(`${pythonRepr(inventory)} is not of type 'object'`)
  for (const field of ['bmc_address', 'bmc_v6address']) {
    const address = inventory[field] ?? null
    if (address !== null && typeof address !== 'string')
      throw refuse(`${pythonRepr(address)} is not of type 'string', 'null'`)
  }
  const { interfaces } = inventory
  if (interfaces === undefined) throw refuse("'interfaces' is a required property")
  if (!Array.isArray(interfaces)) throw refuse(`${pythonRepr(interfaces)} is not of type 'array'`)
  if (interfaces.length === 0) throw refuse('[] should be non-empty')
  const addresses = interfaces.map((each) => {
    if (!isJsonObject(each)) throw refuse(`${pythonRepr(each)} is not of type 'object'`)
    const { mac_address: address } = each
    if (address === undefined) throw refuse("'mac_address' is a required property")
    if (typeof address !== 'string') throw refuse(`${pythonRepr(address)} is not of type 'string'`)
    return address.toLowerCase()
  })
  return { inventory, addresses, rest }
}
