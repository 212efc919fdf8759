import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest, notAcceptable, notFound } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import type { NodeRecord } from '../../world/node-record.js'
import { tableOf } from '../collections/resource-kind.js'
import { RUNBOOK, traitsOf } from '../collections/template-routes.js'
import type { ApiRequest } from '../framework/api-request.js'

/** The arguments of a provision verb that a runbook replaces. */
export interface RunbookArguments {
  readonly clean_steps?: JsonObject[]
  readonly service_steps?: JsonObject[]
  readonly disable_ramdisk: boolean
}

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (_handle_runbook) */
export function argumentsOfRunbook(
  request: ApiRequest,
  node: NodeRecord,
  target: string,
  given: { readonly runbook: string; readonly hasSteps: boolean },
): RunbookArguments {
  if (request.minor < 92) throw notAcceptable()
  const runbooks = [...tableOf(request, RUNBOOK).values()]
  const found = runbooks.find(({ uuid, name }) => uuid === given.runbook || name === given.runbook)
  if (found === undefined) throw notFound(`Runbook ${pythonText(given.runbook)} could not be found.`)
  if (request.minor < 112) {
    if (!node.traits.some((trait) => trait === found['name']))
      throw badRequest(
        `This runbook has not been approved for use on this node ${node.uuid}. Please ask an administrator to add ` +
          'it to your node traits.',
      )
  } else {
    const traits = traitsOf(found)
    if (traits.length === 0)
      throw badRequest(
        `Runbook ${found.uuid} has no traits configured. Please ask an administrator to add traits to ` +
          'the runbook.',
      )
    if (!traits.some((trait) => node.traits.includes(trait)))
      throw badRequest(
        `This runbook has not been approved for use on this node ${node.uuid}. The node does not have any of the ` +
          `runbook's traits ${pythonRepr([...traits].sort())}. Please ask an administrator to add a matching trait ` +
          'to your node.',
      )
  }
  const disable_ramdisk = found['disable_ramdisk'] === true
  if (target !== 'clean' && target !== 'service') return { disable_ramdisk }
  if (given.hasSteps) throw badRequest(`Please provide either "${target}_steps" or a runbook, but not both.`)
  const steps = stepsOf(found['steps'])
  return target === 'clean'
    ? { clean_steps: steps, disable_ramdisk }
    : { service_steps: steps, disable_ramdisk }
}

function stepsOf(steps: JsonValue | undefined): JsonObject[] {
  const list = Array.isArray(steps) ? steps.filter(isJsonObject) : []
  return list.map(({ interface: name = '', step = '', args = {}, order = 0 }) => ({
    interface: name,
    step,
    args,
    order,
  }))
}
