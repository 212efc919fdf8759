import { badRequest, notFound } from '../../refusals/api-fault.js'
import type { ApiRequest } from '../framework/api-request.js'

/** Refuses an unknown chassis for a node. */
export function requireChassis({ world }: Pick<ApiRequest, 'world'>, uuid: string): void {
  if (!world.store.resources.of('chassis').has(uuid)) throw badRequest(`Chassis ${uuid} could not be found.`)
}

/** Refuses an unknown chassis as the filter of a list. */
export function requireListedChassis({ world }: Pick<ApiRequest, 'world'>, uuid: string): void {
  if (!world.store.resources.of('chassis').has(uuid)) throw notFound(`Chassis ${uuid} could not be found.`)
}
