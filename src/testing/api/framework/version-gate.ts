import { ApiFault } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'
import type { VersionGate } from './controllers.js'

interface Gated {
  readonly world: World
  readonly method: string
  readonly minor: number
  readonly methods: readonly string[]
  /** The parts of the path after the controller. */
  readonly args: readonly string[]
}

/** Returns the refusal of a version that is too old for the request. */
export function refusalOfVersion(gate: VersionGate, asked: Gated): ApiFault | undefined {
  const { world, method, minor, methods, args } = asked
  const inHandlers = gate.inHandlersFrom !== undefined && serverHas(world, gate.inHandlersFrom)
  const patches = method === 'PATCH' && inHandlers ? gate.patches : undefined
  if (minor >= (patches ?? gate).since) return undefined
  const usual = method === 'GET' ? 404 : 405
  if (!inHandlers) {
    if (gate.arguments !== undefined && (gate.arguments === 'none') !== (args.length === 0)) return undefined
    return new ApiFault(gate.status ?? usual, gate.text, gate.status === 500 ? 'none' : 'webob')
  }
  if (!methods.includes(method)) return undefined
  return new ApiFault(gate.status ?? usual, gate.handlerText ?? (patches ?? gate).text)
}
