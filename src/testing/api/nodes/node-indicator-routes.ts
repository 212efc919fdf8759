import { askController } from '../../conductor/machine/controller-call.js'
import { requireLock } from '../../conductor/task/task.js'
import type { Indicator } from '../../hardware/hardware-details.js'
import { ApiFault, badRequest, noSuchMethod, unsupported } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, linksTo, nodeOf } from '../framework/api-request.js'
import { readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

const INDICATORS = '/v1/nodes/{node}/management/indicators'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (IndicatorController): it requires no version */
export const NODE_INDICATOR_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/nodes/{node}/management',
    handle: () => {
      throw noSuchMethod()
    },
  },
  { method: 'GET', path: INDICATORS, handle: listIndicators },
  {
    method: 'PUT',
    path: INDICATORS,
    handle: ({ args }) => {
      readArguments(args, { indicator: string, state: string }, { needed: ['indicator', 'state'] })
      return { status: 204 }
    },
  },
  { method: 'GET', path: `${INDICATORS}/{indicator}`, handle: getIndicator },
  { method: 'PUT', path: `${INDICATORS}/{indicator}`, handle: setIndicator },
  {
    method: 'PUT',
    path: `${INDICATORS}/{indicator}/{extra}`,
    handle: (request) =>
      setIndicator({ ...request, args: { ...request.args, state: request.params['extra'] ?? '' } }),
  },
  {
    method: 'GET',
    path: `${INDICATORS}/{indicator}/{extra}`,
    handle: () => {
      throw new ApiFault(500, 'IndicatorController.get_one() takes 3 positional arguments but 4 were given')
    },
  },
]

/** Lists the indicators, and ignores the query. */
function listIndicators(request: ApiRequest): ApiReply {
  const task = nodeOf(request)
  const ident = request.params['node'] ?? ''
  const indicators = indicatorsOf(task).map(({ component, id, readonly, states }) => ({
    name: `${id}@${component}`,
    component,
    readonly,
    states,
    links: linksTo(request, 'nodes', `${ident}/management/indicators/${id}@${component}`),
  }))
  return { status: 200, body: { indicators } }
}

function getIndicator(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { task, id, component } = wantedOf(request)
  askController(task)
  const known = indicatorsOf(task)
  if (!known.some((indicator) => indicator.component === component))
    throw badRequest(`Invalid component ${component} specified.`)
  const found = known.find((indicator) => indicator.component === component && indicator.id === id)
  if (found === undefined) throw badRequest(`Invalid indicator ${id} specified.`)
  return { status: 200, body: { state: found.state } }
}

function setIndicator(request: ApiRequest): ApiReply {
  const { state = '' } = readArguments(request.args, { state: string }, { needed: ['state'] })
  const { task, id, component } = wantedOf(request)
  requireLock(task)
  const { node, world, machine } = task
  if (!world.profileOf(machine).setsIndicators) throw unsupported(node.driver, 'set_indicator_state')
  askController(task)
  const found = indicatorsOf(task).find(
    (indicator) => indicator.component === component && indicator.id === id,
  )
  if (found === undefined)
    throw badRequest(`Unknown indicator ${id} for component ${component} of node ${node.uuid}`)
  // The driver looks the state up in its own table, and fails.
  if (!found.states.includes(state)) throw new ApiFault(500, 'Unexpected error raised by RPC')
  machine.indicators = indicatorsOf(task).map((indicator) =>
    indicator === found ? { ...indicator, state } : indicator,
  )
  return { status: 204 }
}

function wantedOf(request: ApiRequest): { task: Task; id: string; component: string } {
  const name = request.params['indicator'] ?? ''
  const task = nodeOf(request)
  const at = name.indexOf('@')
  if (at < 0) throw badRequest(`Malformed indicator name "${name}"`)
  return { task, id: name.slice(0, at), component: name.slice(at + 1) }
}

/** Returns the indicators that a test has set, or else those of the hardware. */
function indicatorsOf({ world, machine }: Task): readonly Indicator[] {
  return machine.indicators.length > 0 ? machine.indicators : world.profileOf(machine).indicators
}
