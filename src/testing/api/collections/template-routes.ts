import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'
import { type ApiReply, type ApiRequest, locationOf } from '../framework/api-request.js'
import { readArguments } from '../framework/arguments.js'
import { schemaError, requireTrait } from '../framework/field-schema.js'
import { patchValues } from '../framework/json-patch.js'
import { maskSecrets } from '../framework/masked-secrets.js'
import type { Route } from '../framework/route.js'
import { findResource, requireKind, type ResourceKind } from './resource-kind.js'
import { requireFreeName, resourceRoutes } from './resource-routes.js'
import { checkStep } from './step-schema.js'

const DEPLOY_TEMPLATE: ResourceKind = {
  table: 'deploy_template',
  path: 'deploy_templates',
  collection: 'deploy_templates',
  noun: 'Deploy template',
  about: 'template',
  named: true,
  takesSuffix: true,
  since: 55,
  tooOld: 'The API version does not allow deploy templates',
  fields: { uuid: 1, created_at: 1, updated_at: 1, name: 1, steps: 1, extra: 1 },
  listFields: ['uuid', 'name'],
  unsortable: ['extra', 'steps'],
  computed: [],
  routeSchemas: 'query',
  alsoSelectable: ['description'],
  apart: ['steps'],
  schemas: {
    extra: { kind: 'object' },
    name: { kind: 'text', needed: true },
    steps: { kind: 'list', needed: true },
    uuid: { kind: 'uuid' },
    // accepted in every version, and never shown
    description: { kind: 'text', maxLength: 255 },
  },
  needed: ['steps', 'name'],
  patchable: ['extra', 'name', 'steps'],
  checkPatch: (_, patch) => refuseUniterable(patchValues(patch, '/steps').at(-1)),
  saidPatchable: ['extra', 'name', 'steps', 'description'],
  empty: { extra: {} },
  check: (request, given, about) => {
    requireTrait(request, given['name'] ?? null, about, tooShort(request))
    checkSteps(request, 'deploy', given['steps'], about)
  },
  allow: (request, given, before) => requireFreeName(request, DEPLOY_TEMPLATE, given, before),
  view: ({ world }, { steps }) => ({ steps: maskedSteps(world, steps) }),
}

export const RUNBOOK: ResourceKind = {
  table: 'runbook',
  path: 'runbooks',
  collection: 'runbooks',
  noun: 'Runbook',
  about: 'runbook',
  named: true,
  since: 92,
  tooOld: 'The API version does not allow runbooks',
  fields: {
    uuid: 1,
    created_at: 1,
    updated_at: 1,
    name: 1,
    description: 112,
    steps: 1,
    disable_ramdisk: 1,
    extra: 1,
    public: 1,
    owner: 1,
    traits: 112,
  },
  listFields: ['uuid', 'name'],
  unsortable: ['extra', 'steps', 'traits'],
  computed: [],
  bodySince: () => ({ description: 112 }),
  schemas: {
    uuid: { kind: 'uuid' },
    name: { kind: 'text', needed: true },
    description: { kind: 'text', maxLength: 255 },
    steps: { kind: 'list', needed: true },
    disable_ramdisk: { kind: 'flag', strict: true },
    extra: { kind: 'object' },
    public: { kind: 'flag', strict: true },
    owner: { kind: 'text', maxLength: 255 },
  },
  needed: ['steps', 'name'],
  patchable: ['disable_ramdisk', 'extra', 'name', 'owner', 'public', 'steps', 'description'],
  knowsByVersion: true,
  checkPatch: (_, patch) => refuseUniterable(patchValues(patch, '/steps').at(-1)),
  empty: { description: null, disable_ramdisk: false, extra: {}, public: false, owner: null, traits: [] },
  check: (request, given, about) => {
    const name = given['name'] ?? null
    // Names of any kind came later; a patch accepts them in any version.
    if (about === 'patch' || request.minor >= 112) requireRunbookName(name, about)
    else requireTrait(request, name, about)
    checkSteps(request, 'runbook', given['steps'], about)
  },
  allow: (request, given, before) => {
    // Without a login nobody owns anything.
    if (before === undefined && typeof given['owner'] === 'string' && given['owner'] !== '')
      throw badRequest(
        'Cannot create a runbook as a project scoped admin with an owner other than your own project.',
      )
    requireFreeName(request, RUNBOOK, given, before)
  },
  view: ({ world }, { steps }) => ({ steps: maskedSteps(world, steps) }),
}

/** @see openstack/ironic `ironic/api/controllers/v1/deploy_template.py` and `runbook.py` */
export const TEMPLATE_ROUTES: readonly Route[] = [
  ...resourceRoutes(DEPLOY_TEMPLATE),
  ...resourceRoutes(RUNBOOK),
  { method: 'GET', path: '/v1/runbooks/{ident}/traits', handle: listRunbookTraits },
  { method: 'PUT', path: '/v1/runbooks/{ident}/traits', handle: replaceRunbookTraits },
  { method: 'DELETE', path: '/v1/runbooks/{ident}/traits', handle: removeRunbookTraits },
  { method: 'PUT', path: '/v1/runbooks/{ident}/traits/{trait}', handle: addRunbookTrait },
  { method: 'DELETE', path: '/v1/runbooks/{ident}/traits/{trait}', handle: removeRunbookTraits },
]

/** Refuses steps that are not a list: Ironic iterates over them before it checks their type. */
function refuseUniterable(steps: JsonValue | undefined): void {
  if (steps === undefined || steps === '' || Array.isArray(steps)) return
  if (typeof steps === 'string' || (isJsonObject(steps) && Object.keys(steps).length > 0))
    throw new ApiFault(500, "'str' object has no attribute 'pop'")
  if (!isJsonObject(steps)) throw new ApiFault(500, `'${pythonType(steps)}' object is not iterable`)
}

const pythonType = (value: JsonValue) =>
  value === null
    ? 'NoneType'
    : typeof value === 'boolean'
      ? 'bool'
      : Number.isInteger(value)
        ? 'int'
        : 'float'

const tooShort = ({ world }: ApiRequest) =>
  serverHas(world, 'saysNonEmpty') ? "'' should be non-empty" : "'' is too short"

function requireRunbookName(name: JsonValue, about: string): void {
  if (name === '') throw schemaError(about, "'' should be non-empty")
  if (typeof name === 'string' && name.length > 255)
    throw schemaError(about, `${pythonRepr(name)} is too long`)
  if (typeof name === 'string' && !/^[A-Za-z0-9\-._~]+$/.test(name))
    throw badRequest(`Schema error for ${about}: ${pythonRepr(name)} does not match '^[A-Za-z0-9\\\\-._~]+$'`)
}

function checkSteps(
  { world }: ApiRequest,
  kind: 'deploy' | 'runbook',
  steps: JsonValue | undefined,
  about: string,
): void {
  if (!Array.isArray(steps)) return
  const prefix = `Schema error for ${about}`
  if (steps.length === 0)
    throw badRequest(
      `${prefix}: [] ${serverHas(world, 'saysNonEmpty') ? 'should be non-empty' : 'is too short'}`,
    )
  const checked = steps.map((step) => checkStep(world, kind, step, prefix))
  const names = checked.map(({ interface: of, step }) => `interface: ${of}, step: ${step}`)
  const noun = serverHas(world, 'saysTemplate') ? 'template' : 'deploy template'
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0)
    throw badRequest(
      `Deploy template invalid: Duplicate deploy steps. A ${noun} cannot have multiple deploy steps with the same ` +
        `interface and step. Duplicates: ${[...new Set(twice)].join('; ')}.`,
    )
}

function maskedSteps(world: World, steps: JsonValue | undefined): JsonObject[] {
  const list = Array.isArray(steps) ? steps : []
  return list.filter(isJsonObject).map(({ args, ...rest }) => ({
    interface: rest['interface'] ?? null,
    step: rest['step'] ?? null,
    args: isJsonObject(args) ? maskSecrets(args, world) : {},
    ...rest,
  }))
}

function requireTraitsVersion(request: ApiRequest): void {
  // a server without runbooks has no traits of them either
  if (request.world.settings.maxMinor < RUNBOOK.since) requireKind(request, RUNBOOK)
  if (request.minor < 112) throw new ApiFault(404, 'The API version does not allow runbook traits', 'webob')
}

function runbookOf(request: ApiRequest): ResourceRecord {
  requireTraitsVersion(request)
  return findResource(request, RUNBOOK)
}

export function traitsOf(runbook: ResourceRecord): string[] {
  const { traits } = runbook
  return Array.isArray(traits) ? traits.filter((trait) => typeof trait === 'string') : []
}

function listRunbookTraits(request: ApiRequest): ApiReply {
  return { status: 200, body: { traits: traitsOf(runbookOf(request)) } }
}

const TRAITS_ADVICE =
  'A single runbook trait may be added via PUT /v1/runbooks/<runbook identifier>/traits/<trait> with no body, or ' +
  'all runbook traits may be replaced via PUT /v1/runbooks/<runbook identifier>/traits with the list of traits ' +
  'specified in the request body.'

function addRunbookTrait(request: ApiRequest): ApiReply {
  requireTraitsVersion(request)
  const trait = requireTrait(request, request.params['trait'] ?? '', 'trait')
  const runbook = runbookOf(request)
  if (request.args['traits'] !== undefined) throw badRequest(TRAITS_ADVICE)
  runbook['traits'] = [...new Set([...traitsOf(runbook), trait])].sort()
  const ident = request.params['ident'] ?? ''
  return { status: 204, location: locationOf(request, `runbooks/${ident}/traits/${trait}`) }
}

function replaceRunbookTraits(request: ApiRequest): ApiReply {
  const given = isJsonObject(request.body) ? request.body['traits'] : undefined
  const runbook = runbookOf(request)
  if (!Array.isArray(given)) throw badRequest(TRAITS_ADVICE)
  runbook['traits'] = [...new Set(given.map((trait) => requireTrait(request, trait, 'body')))].sort()
  return { status: 204 }
}

/** Removes traits; a missing one counts as removed. */
function removeRunbookTraits(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const runbook = runbookOf(request)
  const { trait } = request.params
  runbook['traits'] = trait === undefined ? [] : traitsOf(runbook).filter((known) => known !== trait)
  return { status: 204 }
}
