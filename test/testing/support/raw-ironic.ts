import type { HttpMethod } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatorOptions } from 'ironic-driver/testing'

export interface RawReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON; `undefined` without a body. */
  readonly json: unknown
  /** The inner text of a refusal. */
  readonly fault: string | undefined
}

export interface CallOptions {
  readonly version?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** Returns a simulated Ironic that is called without a client in between. */
export function rawIronic(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, ...options })
  const newest = options.maxVersion ?? (options.release === '21.4' ? '1.82' : '1.115')

  async function call(
    method: HttpMethod,
    path: string,
    body?: unknown,
    { version = newest, headers = {} }: CallOptions = {},
  ): Promise<RawReply> {
    const result = await clock.run(
      simulator.send({
        method,
        path,
        headers: {
          ...(version === null ? {} : { 'x-openstack-ironic-api-version': version }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
    if (result.isErr()) throw result.error
    const { status, headers: got, body: text } = result.value
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return { status, headers: got, text, json, fault: status < 400 ? undefined : faultOf(json) }
  }

  const provision = (node: string, target: string, more: object = {}, options?: CallOptions) =>
    call('PUT', `/v1/nodes/${node}/states/provision`, { target, ...more }, options)
  const power = (node: string, target: string, more: object = {}, options?: CallOptions) =>
    call('PUT', `/v1/nodes/${node}/states/power`, { target, ...more }, options)
  const patch = (path: string, operations: unknown, options?: CallOptions) =>
    call('PATCH', path, operations, options)

  return { clock, simulator, call, provision, power, patch }
}

export type RawIronic = ReturnType<typeof rawIronic>

function faultOf(body: unknown): string {
  const outer = (body ?? {}) as { error_message?: string; faultstring?: string }
  if (outer.error_message === undefined) return outer.faultstring ?? ''
  const inner = JSON.parse(outer.error_message) as { faultstring?: string; description?: string }
  return inner.faultstring ?? inner.description ?? ''
}
