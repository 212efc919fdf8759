import type { TransportRequest } from 'ironic-driver'
import type { Exchanged } from './request-disruptions.js'

/** Receives every request of a driver under test, with its result. */
export type RequestListener = (line: string) => void

let listener: RequestListener | undefined

/** Records all requests from now on, as text for people. */
export function requestLog(): { readonly text: () => string } {
  const lines: string[] = []
  listener = (line) => void lines.push(line)
  return { text: () => lines.join('\n') }
}

export function noteRequest(
  who: string,
  atMs: number,
  { method, path, body }: TransportRequest,
  exchanged: Exchanged,
): void {
  if (listener === undefined) return
  const end = exchanged.isOk()
    ? `${exchanged.value.status} ${exchanged.value.status >= 400 ? exchanged.value.body.slice(0, 120) : ''}`
    : exchanged.error.kind
  listener(
    `${(atMs / 1000).toFixed(3).padStart(10)} ${who.padEnd(6)} ${method} ${path.slice(0, 90)} ${body?.slice(0, 120) ?? ''} -> ${end}`,
  )
}
