import { asList } from '../../conductor/inspection-rules/rule-signatures.js'
import { sameJson } from '../../../formats/same-json.js'
import { copyJson, isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import {
  ApiFault,
  badRequest,
  conflict,
  noSuchMethod,
  noSuchRoute,
  notFound,
} from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { type ApiReply, type ApiRequest, linksTo, locationOf } from '../framework/api-request.js'
import {
  boolean,
  integer,
  readArguments,
  refuseArguments,
  string,
  stringList,
  uuid,
} from '../framework/arguments.js'
import { applyPatch, patchValues, readPatch } from '../framework/json-patch.js'
import { collectionBody, cutPage, pageOrder } from '../framework/paging.js'
import {
  type FieldVersions,
  pickFrom,
  requireFields,
  sortKeyRefusal,
  visible,
  pickedFields,
} from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'
import { checkRule, checkRuleMeaning } from './inspection-rule-schema.js'

const RULES = '/v1/inspection_rules'

/** @see openstack/ironic `ironic/api/controllers/v1/inspection_rule.py` */
export const INSPECTION_RULE_ROUTES: readonly Route[] = [
  { method: 'GET', path: RULES, handle: listRules },
  { method: 'POST', path: RULES, handle: createRule },
  { method: 'PATCH', path: RULES, handle: missingUuid },
  { method: 'DELETE', path: RULES, handle: deleteNothing },
  { method: 'PUT', path: RULES, handle: refuseMethod },
  { method: 'GET', path: `${RULES}/{ident}`, handle: getRule },
  { method: 'POST', path: `${RULES}/{ident}`, handle: createRule },
  { method: 'PATCH', path: `${RULES}/{ident}`, handle: patchRule },
  { method: 'DELETE', path: `${RULES}/{ident}`, handle: deleteRule },
  { method: 'PUT', path: `${RULES}/{ident}`, handle: refuseMethod },
]

const SINCE = 96

const FIELDS: FieldVersions = {
  uuid: 1,
  created_at: 1,
  updated_at: 1,
  description: 1,
  priority: 1,
  sensitive: 1,
  phase: 1,
  conditions: 1,
  actions: 1,
}
const LIST_FIELDS = ['uuid', 'priority', 'phase', 'description']
const UNSORTABLE = ['actions', 'conditions']

function requireRules({ world, minor, method }: ApiRequest): void {
  if (world.settings.maxMinor < SINCE) throw noSuchRoute()
  if (minor >= SINCE) return
  throw new ApiFault(method === 'GET' ? 404 : 405, 'The API version does not allow inspection rules')
}

function refuseMethod({ world }: ApiRequest): never {
  throw world.settings.maxMinor < SINCE ? noSuchRoute() : noSuchMethod()
}

function missingUuid(request: ApiRequest): never {
  requireRules(request)
  throw badRequest('Missing mandatory parameter: inspection_rule_uuid')
}

/** A schema is checked for an argument that was never passed. */
function deleteNothing(request: ApiRequest): never {
  requireRules(request)
  throw new ApiFault(500, 'tuple index out of range')
}

function listRules(request: ApiRequest): ApiReply {
  requireRules(request)
  const args = readArguments(request.args, {
    marker: string,
    limit: integer,
    sort_key: string,
    sort_dir: string,
    fields: stringList,
    detail: boolean,
    phase: string,
  })
  const { fields, detail, sort_key: sortKey = 'id', sort_dir: sortDir = 'asc' } = args
  if (sortDir !== 'asc' && sortDir !== 'desc')
    throw badRequest(`Schema error: ${pythonRepr(sortDir)} is not one of ['asc', 'desc']`)
  if (UNSORTABLE.includes(sortKey))
    throw badRequest(
      `Schema error: ${pythonRepr(sortKey)} should not be valid under {'type': 'string', 'enum': ` +
        `${pythonRepr(UNSORTABLE)}}`,
    )
  const picked = pickedFields(request, fields, detail, LIST_FIELDS)
  const order = pageOrder(request, args)
  const table = tableOf(request)
  const marker = order.marker === undefined ? undefined : table.get(order.marker)
  if (order.marker !== undefined && marker === undefined) throw ruleNotFound(order.marker)
  if (sortKey !== 'id' && !Object.hasOwn(FIELDS, sortKey)) throw badRequest(sortKeyRefusal(sortKey, []))
  requireFields(FIELDS, request, fields)
  const found = cutPage(
    [...table.values()],
    marker,
    order,
    () => true,
    (record, key) => record[key],
  )
  const items = found.map((record) => viewRule(request, record, picked))
  const { phase } = args
  const filters = pythonRepr(phase ? { phase } : {})
  const kept = { filters, sort_key: order.sortKey, sort_dir: order.sortDir, detail }
  // Ironic's link leads nowhere.
  const next = { resource: 'inspection', order, fields: picked, kept }
  return { status: 200, body: collectionBody(request, 'inspection_rules', items, found.at(-1)?.uuid, next) }
}

function getRule(request: ApiRequest): ApiReply {
  requireRules(request)
  const { fields } = readArguments(request.args, { fields: stringList })
  const record = findRule(request)
  requireFields(FIELDS, request, fields)
  return { status: 200, body: viewRule(request, record, fields) }
}

function createRule(request: ApiRequest): ApiReply {
  requireRules(request)
  const { world, body = {} } = request
  const given = checkRule(copyJson(body), 'Schema error')
  checkRuleMeaning(given)
  const id = given['uuid'] ?? world.random.uuid()
  if (typeof id !== 'string' || tableOf(request).has(id))
    throw conflict(`A rule with UUID ${pythonText(id)} already exists.`)
  const { description = null, priority = 0, phase = 'main', sensitive, conditions, actions } = given
  const record: ResourceRecord = {
    id: world.store.nextId('inspection_rule'),
    uuid: id,
    created_at: world.timeText(),
    updated_at: null,
    description,
    priority,
    phase,
    sensitive: sensitive ?? false,
    conditions: conditions ?? [],
    actions: actions ?? [],
  }
  world.store.addResource('inspection_rule', record)
  if (conditions === undefined) throw answerFails()
  return {
    status: 201,
    body: viewRule(request, record),
    location: locationOf(request, `inspection_rules/${id}`),
  }
}

/** The request takes effect, and only its reply fails. */
const answerFails = () => new ApiFault(500, "'NoneType' object is not iterable")

const EMPTY: JsonObject = { description: null, priority: 0, phase: null, sensitive: false, conditions: [] }

function patchRule(request: ApiRequest): ApiReply {
  requireRules(request)
  uuid('inspection_rule_uuid', request.params['ident'] ?? '')
  const patch = readPatch(request.body)
  const record = findRule(request)
  const [sensitive] = patchValues(patch, '/sensitive')
  if (record['sensitive'] === true && sensitive !== undefined && sensitive !== null && !sensitive)
    throw badRequest(
      `Couldn't apply patch '${pythonRepr(patch.map(({ sent }) => sent))}'. Reason: Inspection rules cannot have ` +
        'the sensitive flag unset.',
    )
  const patched = applyPatch(record, patch)
  const own = Object.fromEntries(Object.entries(patched).filter(([field]) => !STAMPS.includes(field)))
  const given = checkRule(own, 'Schema error for patch')
  checkRuleMeaning(given)
  if (given['uuid'] !== record.uuid) throw ruleNotFound(pythonText(given['uuid']))
  for (const [field, value] of Object.entries({ ...EMPTY, ...given }))
    if (!sameJson(record[field], value)) record[field] = value
  if (patch.length > 0) record.updated_at = request.world.timeText()
  if (given['conditions'] === undefined) throw answerFails()
  return { status: 200, body: viewRule(request, record) }
}

const STAMPS = ['id', 'created_at', 'updated_at']

function deleteRule(request: ApiRequest): ApiReply {
  requireRules(request)
  const ident = request.params['ident'] ?? ''
  if (!isUuidLike(ident)) throw badRequest(`Schema error: ${pythonRepr(ident)} is not a 'uuid'`)
  refuseArguments(request, 'InspectionRuleController.delete')
  const record = findRule(request)
  tableOf(request).delete(record.uuid)
  return { status: 204 }
}

const tableOf = ({ world }: ApiRequest) => world.store.resources.of('inspection_rule')

const ruleNotFound = (ident: string) => notFound(`Rule ${ident} could not be found.`)

function findRule(request: ApiRequest): ResourceRecord {
  const ident = request.params['ident'] ?? ''
  if (!isUuidLike(ident)) throw badRequest(`Schema error: ${pythonRepr(ident)} is not a 'uuid'`)
  const record = tableOf(request).get(ident)
  if (record === undefined) throw ruleNotFound(ident)
  return record
}

/** Returns a rule without the actions of a sensitive one. Its links lead nowhere. */
function viewRule(request: ApiRequest, record: ResourceRecord, picked?: readonly string[]): JsonObject {
  const secret = record['sensitive'] === true
  const whole = {
    ...record,
    conditions: secret ? null : asList(record['conditions']).map((each) => viewOperation(each, true)),
    actions: secret ? null : asList(record['actions']).map((each) => viewOperation(each, false)),
  }
  return {
    ...pickFrom(whole, visible(FIELDS, request.minor, picked)),
    links: linksTo(request, 'inspection', record.uuid),
  }
}

function viewOperation(operation: JsonValue, isCondition: boolean): JsonValue {
  if (!isJsonObject(operation)) return operation
  const { op = null, args = null, loop, multiple = 'any' } = operation
  const loops = Array.isArray(loop) ? loop.length > 0 : isJsonObject(loop) && Object.keys(loop).length > 0
  return { op, args, ...(loops ? { loop: loop ?? null, ...(isCondition ? { multiple } : {}) } : {}) }
}
