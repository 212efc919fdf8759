import type { JsonValue } from '../json/json-value.js'

/** Tables of Ironic's database whose rows mean nothing to the conductor, or only now and then. */
export const RESOURCE_TABLES = [
  'chassis',
  'deploy_template',
  'runbook',
  'volume_connector',
  'volume_target',
  'allocation',
  'inspection_rule',
  'vif',
] as const

export type ResourceTable = (typeof RESOURCE_TABLES)[number]

/** A row of one of them. What else is in it depends on the table. */
export interface ResourceRecord {
  readonly id: number
  readonly uuid: string
  created_at: string
  updated_at: string | null
  [field: string]: JsonValue
}
