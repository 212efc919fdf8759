import * as z from 'zod'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
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

const indicators = z.lazy(() =>
  z.array(
    z.looseObject({
      name: z.string(),
      component: z.string(),
      readonly: z.boolean(),
      states: z.array(z.string()),
    }),
  ),
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
export interface NodeIndicators {
  /**
   * Lists the indicators of a node, without their states. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the driver does not support indicators
   */
  readonly list: PartCall<readonly NodeIndicator[], NodeIndicatorFault>

  /**
   * Reads the state of an indicator from the hardware. Its full name is as `list` shows it: `led@chassis`. Safe to
   * repeat.
   *
   * @fails rejected_request when the node has no such indicator
   */
  readonly state: PartCallWith<[indicator: string], IndicatorState, NodeIndicatorFault>

  /**
   * Sets the state of an indicator. Its full name is as `list` shows it: `led@chassis`. Safe to repeat.
   *
   * @fails rejected_request when the node has no such indicator
   * @fails unsupported_by_hardware when the driver cannot set indicators
   */
  readonly set: PartCallWith<[indicator: string, state: IndicatorState], void, NodeIndicatorFault>
}

/** @internal */
export function createNodeIndicators(send: SendRequest): NodeIndicators {
  const path = ['management', 'indicators']
  const facts = { name: 'nodeIndicators', of: 'nodes', path, faults: FAULTS } as const
  const part = new ResourcePart(send, { ...facts, needs: ['indicators'] })
  const read = part.callWith('state', (indicator: string) => {
    const request = { method: 'GET', below: [indicator], safety: 'read', reply: stateShape } as const
    return problemIn(indicator) ?? request
  })
  const setTo = (state: IndicatorState) =>
    part.callWith('set', (indicator: string) => {
      const request = { method: 'PUT', below: [indicator], body: { state }, safety: 'same_value' } as const
      return problemIn(indicator) ?? request
    })
  return {
    list: part.readField('list', 'indicators', indicators),
    state: (node, indicator, options) => read(node, indicator, options).map(({ state }) => state),
    set: (node, indicator, state, options) => setTo(state)(node, indicator, options),
  }
}

function problemIn(indicator: unknown): InvalidInputError | undefined {
  if (typeof indicator === 'string' && indicator.includes('@')) return undefined
  const problem = 'has no component; pass the full name as `list` shows it, such as "led@chassis"'
  return new InvalidInputError('indicator', problem)
}
