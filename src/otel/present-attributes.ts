import type { Attributes, AttributeValue } from '@opentelemetry/api'

/** Attributes, some of which may have no value. */
export type GivenAttributes = Readonly<Record<string, AttributeValue | null | undefined>>

/** Leaves out the attributes without a value: as empty values they would split the series of a metric. */
export function presentAttributes(attributes: GivenAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => pair(name, value)))
}

function pair(name: string, value: AttributeValue | null | undefined): [string, AttributeValue][] {
  return value === null || value === undefined ? [] : [[name, value]]
}
