import { randomBytes, randomUUID } from 'node:crypto'
import type { JsonValue } from '../../contract/comparison/json-value.js'

/** What a client said to one step of a script. */
export interface Outcome {
  readonly step: string
  readonly said: JsonValue
}

/** One client on one Ironic, for one run of a script. What it makes there is told apart by its names. */
export interface ClientSession {
  readonly url: string
  /** Begins the names of everything that it makes. */
  readonly run: string
  /** The same, where names are in capitals. */
  readonly RUN: string
  /** The first five bytes of the hardware addresses that it uses. */
  readonly mac: string
  /** The ids that it met, by what the script calls them. */
  readonly names: Map<string, string>
}

export function createSession(url: string): ClientSession {
  const tag = randomBytes(3)
  const hex = tag.toString('hex')
  const mac = ['02', ...Array.from(tag, (byte) => byte.toString(16).padStart(2, '0')), '00'].join(':')
  return {
    url,
    run: `run-${hex}`,
    RUN: `RUN_${hex.toUpperCase()}`,
    mac,
    names: new Map(['<instance>', '<instance-2>'].map((name) => [name, randomUUID()])),
  }
}
