import { requireLock, touch } from '../../conductor/task/task.js'
import { isJsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest, noSuchMethod, notAcceptable, notFound } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, locationOf, nodeOf } from '../framework/api-request.js'
import { readArguments, refuseArguments } from '../framework/arguments.js'
import { requireTrait } from '../framework/field-schema.js'
import type { Route } from '../framework/route.js'

/** The most traits of a node, as in `ironic.objects.trait.Trait`. */
const MOST_TRAITS = 50
/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeTraitsController) */
export const NODE_TRAIT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/traits', handle: listTraits },
  { method: 'PUT', path: '/v1/nodes/{node}/traits', handle: replaceTraits },
  { method: 'PUT', path: '/v1/nodes/{node}/traits/{trait}', handle: addTrait },
  { method: 'DELETE', path: '/v1/nodes/{node}/traits', handle: removeAllTraits },
  { method: 'DELETE', path: '/v1/nodes/{node}/traits/{trait}', handle: removeTrait },
]

/** Refuses older versions, in which Ironic takes the word for a field of the node that is too new. */
function requireVersion(request: ApiRequest): void {
  const { minor, method } = request
  if (minor >= 37) return
  if (method === 'PUT') throw noSuchMethod()
  if (method === 'DELETE') throw notFound('Resource could not be found.')
  nodeOf(request)
  throw notAcceptable()
}

function listTraits(request: ApiRequest): ApiReply {
  requireVersion(request)
  refuseArguments(request, 'NodeTraitsController.get_all')
  return { status: 200, body: { traits: nodeOf(request).node.traits } }
}

const TRAITS_ADVICE =
  'A single node trait may be added via PUT /v1/nodes/<node identifier>/traits/<trait> with no body, or all ' +
  'node traits may be replaced via PUT /v1/nodes/<node identifier>/traits with the list of traits specified ' +
  'in the request body.'

function replaceTraits(request: ApiRequest): ApiReply {
  requireVersion(request)
  const { body } = request
  checkTraitsBody(body)
  const given = isJsonObject(body) ? body['traits'] : undefined
  nodeOf(request)
  if (!Array.isArray(given)) throw badRequest(TRAITS_ADVICE)
  const empty = serverHas(request.world, 'saysNonEmpty') ? "'' should be non-empty" : "'' is too short"
  const traits = given.map((trait) => requireTrait(request, trait, 'body', empty))
  setTraits(request, [...new Set(traits)])
  return { status: 204 }
}

function checkTraitsBody(body: JsonValue | undefined): void {
  if (body === undefined) return
  const refuse = (text: string) => badRequest(`Schema error for body: ${text}`)
  if (!isJsonObject(body)) throw refuse(`${pythonRepr(body)} is not of type 'object'`)
  for (const [key, value] of Object.entries(body)) {
    if (key !== 'traits')
      throw refuse(`Additional properties are not allowed (${pythonRepr(key)} was unexpected)`)
    if (!Array.isArray(value)) throw refuse(`${pythonRepr(value)} is not of type 'array'`)
  }
}

function addTrait(request: ApiRequest): ApiReply {
  requireVersion(request)
  const trait = requireTrait(request, request.params['trait'] ?? '', 'trait')
  checkTraitsBody(request.body)
  if (isJsonObject(request.body) && Array.isArray(request.body['traits'])) {
    nodeOf(request)
    throw badRequest(TRAITS_ADVICE)
  }
  const { node } = nodeOf(request)
  setTraits(request, [...new Set([...node.traits, trait])])
  return {
    status: 204,
    location: locationOf(request, `nodes/${request.params['node'] ?? ''}/traits/${trait}`),
  }
}

function setTraits(request: ApiRequest, traits: string[]): void {
  const task = nodeOf(request)
  requireLock(task)
  if (traits.length > MOST_TRAITS)
    throw badRequest(
      `Could not modify traits for node ${task.node.id} as it would exceed the maximum number of traits per node ` +
        `(${traits.length} vs. ${MOST_TRAITS})`,
    )
  task.node.traits = traits.sort()
  touch(task)
}

function removeAllTraits(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  setTraits(request, [])
  return { status: 204 }
}

function removeTrait(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  const trait = request.params['trait'] ?? ''
  const task = nodeOf(request)
  requireLock(task)
  if (!task.node.traits.includes(trait))
    throw notFound(`Node ${task.node.uuid} doesn't have a trait '${trait}'`)
  setTraits(
    request,
    task.node.traits.filter((known) => known !== trait),
  )
  return { status: 204 }
}
