import { randomBytes, randomUUID } from 'node:crypto'
import type { JsonValue } from '../../contract/comparison/json-value.js'

/** The output of a client for one step of a script. */
export interface Outcome {
  readonly step: string
  readonly said: JsonValue
}

/** One client on one Ironic, for one run of a script. Names distinguish what it creates there. */
export interface ClientSession {
  readonly url: string
  /** The prefix of the names of everything that it creates. */
  readonly run: string
  /** The prefix in capitals, where names must be in capitals. */
  readonly RUN: string
  /** The first five bytes of its hardware addresses. */
  readonly mac: string
  /** The ids that have appeared, by their names in the script. */
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
