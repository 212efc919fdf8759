import { requestAbort, requestUnhold } from '../../conductor/operations/abort.js'
import { requestAdoption } from '../../conductor/operations/adoption.js'
import { requestClean, requestProvide } from '../../conductor/operations/cleaning.js'
import { requestDeploy } from '../../conductor/operations/deployment.js'
import { requestInspection } from '../../conductor/operations/inspection.js'
import { requestRescue, requestUnrescue } from '../../conductor/operations/rescue.js'
import { requestService } from '../../conductor/operations/service.js'
import { requestTearDown } from '../../conductor/operations/tear-down.js'
import { requestManage } from '../../conductor/operations/verification.js'
import { nextState, stateRow } from '../../conductor/task/state-machine.js'
import { isJsonObject, type JsonValue } from '../../json/json-value.js'
import {
  ApiFault,
  badRequest,
  conflict,
  inMaintenance,
  invalidState,
  LockedFault,
  notAcceptable,
} from '../../refusals/api-fault.js'
import { serverHas, unknownToServer } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { readSteps } from '../collections/step-schema.js'
import { type ApiReply, type ApiRequest, locationOf, nodeOf } from '../framework/api-request.js'
import { boolean, ofType, readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { checkConfigDrive } from './config-drive-check.js'
import { argumentsOfRunbook } from './runbook-use.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController.provision) */
export const NODE_PROVISION_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/states/provision', handle: setProvision },
]

const PROVISION_ARGUMENTS = {
  target: string,
  configdrive: ofType('NoneType', 'dict', 'str'),
  clean_steps: ofType('NoneType', 'list'),
  deploy_steps: ofType('NoneType', 'list'),
  rescue_password: string,
  disable_ramdisk: boolean,
  service_steps: ofType('NoneType', 'list'),
  runbook: ofType('NoneType', 'str'),
} as const

/** The events of the state machine whose names differ from the verbs. */
const EVENT_OF: Readonly<Record<string, string>> = {
  active: 'deploy',
  deploy: 'deploy',
  deleted: 'delete',
  undeploy: 'delete',
}

const VERB_SINCE: Readonly<Record<string, number>> = {
  manage: 4,
  provide: 4,
  inspect: 6,
  abort: 13,
  clean: 15,
  adopt: 17,
  rescue: 38,
  unrescue: 38,
  deploy: 73,
}

function setProvision(request: ApiRequest): ApiReply {
  const args = readArguments(request.args, PROVISION_ARGUMENTS, {
    needed: ['target'],
    newer: unknownToServer(request.world, { service_steps: 87, runbook: 92 }),
  })
  const { target = 'None' } = args
  const { minor } = request
  const task = nodeOf(request)
  const { node, world } = task
  if (minor < (VERB_SINCE[target] ?? 0)) throw notAcceptable()
  if (serverHas(world, 'stepPolicy'))
    checkStepNames([args.deploy_steps, args.clean_steps, args.service_steps])
  if ((target === 'active' || target === 'rebuild') && node.maintenance)
    throw inMaintenance('provisioning', node.uuid)
  if (world.settings.maxMinor < (stateRow(node.provision_state)?.since ?? 0))
    throw conflict(`Can not start from a undefined state '${node.provision_state}'`)
  if (nextState(node.provision_state, EVENT_OF[target] ?? target, world.settings.maxMinor) === undefined) {
    if (node.reservation !== null) throw new LockedFault(node.uuid, node.reservation, false)
    throw invalidState(target, node.uuid, node.provision_state)
  }
  checkConfigDrive(minor, target, args.configdrive ?? null)
  const { runbook } = args
  const looksFirst = world.settings.maxMinor < 108
  if (looksFirst) checkRamdisk(request, target, args.disable_ramdisk)
  const hasSteps = isGiven(target === 'clean' ? args.clean_steps : args.service_steps)
  const wanted =
    typeof runbook === 'string' && runbook !== ''
      ? { ...args, ...argumentsOfRunbook(request, node, target, { runbook, hasSteps }) }
      : args
  if (!looksFirst) checkRamdisk(request, target, wanted.disable_ramdisk)
  checkArguments(request, task, wanted)
  act(task, target, wanted)
  return { status: 202, location: locationOf(request, `nodes/${request.params['node'] ?? ''}/states`) }
}

type ProvisionValues = ReturnType<typeof readArguments<typeof PROVISION_ARGUMENTS>>

function isGiven(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

/** Refuses steps without names, on which Ironic fails while it checks the policy of each step, before its form. */
function checkStepNames(lists: readonly (JsonValue | undefined)[]): void {
  for (const step of lists.flatMap((list) => (Array.isArray(list) ? list : []))) {
    if (!isJsonObject(step)) throw new ApiFault(500, "string indices must be integers, not 'str'")
    for (const key of ['interface', 'step'])
      if (!Object.hasOwn(step, key)) throw new ApiFault(500, `'${key}'`)
  }
}

/** Checks `disable_ramdisk`. A runbook sets it too, but older servers check only the argument. */
function checkRamdisk(
  { minor, world }: ApiRequest,
  target: string,
  disableRamdisk: boolean | undefined,
): void {
  if (disableRamdisk === undefined) return
  const since = { clean: 70, service: 108 }[target]
  const isOld = !serverHas(world, 'vendorSteps')
  if (isOld && minor < 70) throw notAcceptable('disable_ramdisk is not acceptable in this API version')
  if (since === undefined && isOld)
    throw new ApiFault(500, 'disable_ramdisk is supported only with manual cleaning')
  if (since === undefined)
    throw badRequest('disable_ramdisk is supported only with manual cleaning or servicing')
  if (minor < since) throw notAcceptable('disable_ramdisk is not acceptable in this API version')
}

/** Checks the other arguments, in Ironic's order. */
function checkArguments({ minor }: ApiRequest, { node }: Task, args: ProvisionValues): void {
  const { target = '' } = args
  if (isGiven(args.clean_steps) && target !== 'clean')
    throw badRequest('"clean_steps" is only valid when setting target provision state to clean')
  if (isGiven(args.deploy_steps)) {
    if (minor < 69)
      throw notAcceptable('Request not acceptable. The minimal required API version should be 1.69')
    if (target !== 'active' && target !== 'rebuild')
      throw badRequest(
        '"deploy_steps" is only valid when setting target provision state to active or rebuild',
      )
  }
  if (args.rescue_password !== undefined && target !== 'rescue')
    throw badRequest('"rescue_password" is only valid when setting target provision state to rescue')
  if (target === 'abort') {
    if (node.provision_state === 'inspect wait' && minor < 41) throw notAcceptable()
    if (node.provision_state === 'wait call-back' && minor < 110) throw notAcceptable()
  }
  if (target === 'unhold' && minor < 85) throw notAcceptable()
  if (isGiven(args.service_steps) && target !== 'service')
    throw badRequest('"service_steps" is only valid when setting target provision state to service')
  if (target === 'service' && minor < 87) throw notAcceptable()
}

function act(task: Task, target: string, args: ProvisionValues): void {
  switch (target) {
    case 'active':
    case 'deploy':
    case 'rebuild':
      return requestDeploy(task, {
        event: target === 'rebuild' ? 'rebuild' : 'deploy',
        configDrive: args.configdrive ?? null,
        steps: isGiven(args.deploy_steps) ? readSteps(task.world, 'deploy', args.deploy_steps) : [],
      })
    case 'deleted':
    case 'undeploy':
      return requestTearDown(task)
    case 'unrescue':
      return requestUnrescue(task)
    case 'rescue': {
      const password = args.rescue_password
      if (password === undefined || password.trim() === '')
        throw badRequest(
          'A non-empty "rescue_password" is required when setting target provision state to rescue',
        )
      return requestRescue(task, password)
    }
    case 'inspect':
      return requestInspection(task)
    case 'clean':
      if (!isGiven(args.clean_steps))
        throw badRequest('"clean_steps" is required when setting target provision state to clean')
      return requestClean(
        task,
        readSteps(task.world, 'clean', args.clean_steps),
        args.disable_ramdisk ?? false,
      )
    case 'service':
      if (!isGiven(args.service_steps))
        throw badRequest('"service_steps" is required when setting target provision state to service')
      return requestService(
        task,
        readSteps(task.world, 'service', args.service_steps),
        args.disable_ramdisk ?? false,
      )
    case 'manage':
      return requestManage(task)
    case 'provide':
      return requestProvide(task)
    case 'adopt':
      return requestAdoption(task)
    case 'abort':
      return requestAbort(task)
    case 'unhold':
      return requestUnhold(task)
    default:
      throw badRequest(`The requested action "${target}" could not be understood.`)
  }
}
