import type { IronicDriverError } from 'ironic-driver'

/** How a call ended, as the page shows it. */
export type CallEnd =
  | { readonly ok: true; readonly text: string; readonly json: string }
  | {
      readonly ok: false
      readonly kind: string
      readonly advice: string
      readonly message: string
      readonly json: string
    }

export function successEnd(text: string, value: unknown): CallEnd {
  return { ok: true, text, json: JSON.stringify(value, cutLists, 2) }
}

const LISTED = 3

/** Fifty outcomes fill pages: the first ones show the shape. */
function cutLists(_: string, value: unknown): unknown {
  if (!Array.isArray(value) || value.length <= LISTED) return value
  return [...(value as unknown[]).slice(0, LISTED), `… ${value.length - LISTED} more`]
}

export function failureEnd(error: IronicDriverError): CallEnd {
  const { kind, advice, message } = error
  return { ok: false, kind, advice, message, json: JSON.stringify(error, null, 2) }
}

/** A call of the driver that the reader has started. */
export interface PlaygroundCall {
  readonly id: number
  /** The method, such as `provisioning.spawn`. */
  readonly verb: string
  readonly title: string
  /** The nodes that it works on; of a spawn that picks its node, known only at the end. */
  readonly nodes: readonly string[]
  readonly instance?: { readonly id: string; readonly name: string } | undefined
  /** How many nodes it waits for. */
  readonly waits: number
  readonly startedAt: number
  readonly endedAt?: number | undefined
  readonly end?: CallEnd | undefined
  /** Present on a call whose process was killed: it never ends. */
  readonly killed?: true | undefined
}
