import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** The state of an indicator. */
export type IndicatorState = 'on' | 'off' | 'blinking' | 'unknown' | (string & {})
/** The component that an indicator is on. */
export type IndicatorComponent = 'system' | 'chassis' | 'disk' | 'power' | 'nic' | (string & {})

/** A light on the hardware of a node. */
export interface NodeIndicator {
  /** Its own name and its component, together its full name: `led@chassis`. */
  readonly name: string
  readonly component: IndicatorComponent
  /** `true` if it cannot be set. */
  readonly readonly: boolean
  /** The states that it can have. */
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

/** The specific faults of indicators. */
export type NodeIndicatorFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/management/indicators`: lights that help to find hardware in its rack. Microversion 1.63.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (IndicatorController)
 */
export class NodeIndicators {
  readonly #part: ResourcePart<NodeIndicatorFault>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeIndicators',
      of: 'nodes',
      path: ['management', 'indicators'],
      needs: ['indicators'],
      faults: FAULTS,
    })
  }

  /**
   * Lists the indicators of a node, without their states. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the driver does not support indicators
   */
  list(
    node: string,
    options?: CallOptions,
  ): ResultAsync<readonly NodeIndicator[], RequestErrorOr<NodeIndicatorFault>> {
    return this.#part.read('list', node, indicatorsShape, options).map((reply) => reply.indicators)
  }

  /**
   * Reads the state of an indicator from the hardware. Safe to repeat.
   *
   * @param indicator - its full name, as `list` shows it: `led@chassis`
   * @fails rejected_request when the node has no such indicator
   */
  state(
    node: string,
    indicator: string,
    options?: CallOptions,
  ): ResultAsync<IndicatorState, RequestErrorOr<NodeIndicatorFault>> {
    if (!hasComponent(indicator)) return withoutComponent('nodeIndicators.state', node)
    const facts = { below: [indicator] }
    return this.#part.read('state', node, stateShape, options, facts).map((reply) => reply.state)
  }

  /**
   * Sets the state of an indicator. Safe to repeat.
   *
   * @param indicator - its full name, as `list` shows it: `led@chassis`
   * @fails rejected_request when the node has no such indicator
   * @fails unsupported_by_hardware when the driver cannot set indicators
   */
  set(
    node: string,
    indicator: string,
    state: IndicatorState,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeIndicatorFault>> {
    if (!hasComponent(indicator)) return withoutComponent('nodeIndicators.set', node)
    const request = { method: 'PUT', below: [indicator], body: { state }, safety: 'same_value' } as const
    return this.#part.request('set', node, request, options)
  }
}

function hasComponent(indicator: string): boolean {
  return typeof indicator === 'string' && indicator.includes('@')
}

function withoutComponent(operation: string, node: string): ResultAsync<never, InvalidInputError> {
  const problem = 'has no component; pass the full name as `list` shows it, such as "led@chassis"'
  return errAsync(new InvalidInputError('indicator', problem, { operation, node }))
}
