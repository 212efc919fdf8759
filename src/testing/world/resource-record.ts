import type { JsonValue } from '../json/json-value.js'
import { TextMap } from './same-text.js'

/** A row of a table that the conductor uses rarely or never. Its other fields depend on the table. */
export interface ResourceRecord {
  readonly id: number
  readonly uuid: string
  created_at: string
  updated_at: string | null
  [field: string]: JsonValue
}

/** The tables by name. An unknown table is empty. */
export class ResourceTables {
  readonly #tables = new Map<string, TextMap<ResourceRecord>>()

  of(name: string): Map<string, ResourceRecord> {
    const table = this.#tables.get(name) ?? new TextMap<ResourceRecord>()
    this.#tables.set(name, table)
    return table
  }

  /** Returns the names of the tables with rows, sorted. */
  filled(): readonly string[] {
    const names = [...this.#tables].filter(([, table]) => table.size > 0).map(([name]) => name)
    return names.sort()
  }

  all(): readonly Map<string, ResourceRecord>[] {
    return [...this.#tables.values()]
  }
}
