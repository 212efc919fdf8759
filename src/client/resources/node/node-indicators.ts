import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** What an indicator shows. */
export type IndicatorState = 'on' | 'off' | 'blinking' | 'unknown' | (string & {})
/** The part of a machine that an indicator is on. */
export type IndicatorComponent = 'system' | 'chassis' | 'disk' | 'power' | 'nic' | (string & {})

/** A light on a machine. */
export interface NodeIndicator {
  /** Its own name and the component, which together name it elsewhere: `led@chassis`. */
  readonly name: string
  readonly component: IndicatorComponent
  /** `true` when it cannot be set. */
  readonly readonly: boolean
  /** What it can show. */
  readonly states: readonly IndicatorState[]
}

const indicatorsShape = shape<{ readonly indicators: readonly NodeIndicator[] }>(
  z.looseObject({
    indicators: z.array(
      z.looseObject({
        name: z.string(),
        component: z.string(),
        readonly: z.boolean(),
        states: z.array(z.string()),
      }),
    ),
  }),
)
const stateShape = shape<{ readonly state: IndicatorState }>(z.looseObject({ state: z.string() }))

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** What an indicator may be refused for. */
export type NodeIndicatorFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/management/indicators`: lights by which a machine is found in its rack. Microversion 1.63.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (IndicatorController)
 */
export class NodeIndicators {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Lists the indicators of a node, without what they show. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the driver knows of none
   */
  list(
    node: string,
    options?: CallOptions,
  ): ResultAsync<readonly NodeIndicator[], RequestErrorOr<NodeIndicatorFault>> {
    return this.#send(
      { ...request('list', node), method: 'GET', safety: 'read', reply: indicatorsShape },
      options,
    ).map((reply) => reply.indicators)
  }

  /**
   * Reads what an indicator shows; Ironic asks the machine for it. Safe to repeat.
   *
   * @param indicator - its whole name, as `list` shows it: `led@chassis`
   * @fails rejected_request when the node has no such indicator
   */
  state(
    node: string,
    indicator: string,
    options?: CallOptions,
  ): ResultAsync<IndicatorState, RequestErrorOr<NodeIndicatorFault>> {
    if (!hasComponent(indicator)) return withoutComponent('nodeIndicators.state', node)
    return this.#send(
      { ...request('state', node, indicator), method: 'GET', safety: 'read', reply: stateShape },
      options,
    ).map((reply) => reply.state)
  }

  /**
   * Lets an indicator show something. Safe to repeat.
   *
   * @param indicator - its whole name, as `list` shows it: `led@chassis`
   * @fails rejected_request when the node has no such indicator
   * @fails unsupported_by_hardware when the driver cannot set any
   */
  set(
    node: string,
    indicator: string,
    state: IndicatorState,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeIndicatorFault>> {
    if (!hasComponent(indicator)) return withoutComponent('nodeIndicators.set', node)
    return this.#send(
      { ...request('set', node, indicator), method: 'PUT', body: { state }, safety: 'same_value' },
      options,
    )
  }
}

function hasComponent(indicator: string): boolean {
  return typeof indicator === 'string' && indicator.includes('@')
}

function withoutComponent(operation: string, node: string): ResultAsync<never, InvalidInputError> {
  const problem = 'names no component; pass the whole name as `list` shows it, such as "led@chassis"'
  return errAsync(new InvalidInputError('indicator', problem, { operation, node }))
}

function request(verb: string, node: string, ...indicator: readonly string[]) {
  const path = ['nodes', node, 'management', 'indicators', ...indicator]
  return {
    operation: `nodeIndicators.${verb}`,
    path,
    needs: ['indicators'],
    faults: FAULTS,
    node,
  } as const
}
