import { badRequest, notFound } from '../../refusals/api-fault.js'
import type { ApiRequest } from '../framework/api-request.js'

/** The chassis that a node is to be in. */
export function requireChassis({ world }: Pick<ApiRequest, 'world'>, uuid: string): void {
  if (!world.store.resources.of('chassis').has(uuid)) throw badRequest(`Chassis ${uuid} could not be found.`)
}

/** The same, where a list is narrowed by it. */
export function requireListedChassis({ world }: Pick<ApiRequest, 'world'>, uuid: string): void {
  if (!world.store.resources.of('chassis').has(uuid)) throw notFound(`Chassis ${uuid} could not be found.`)
}
