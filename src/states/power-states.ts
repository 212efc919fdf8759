/** `power_state` in Ironic's words; `null` when Ironic does not know it. */
export type PowerState = 'power on' | 'power off' | 'error' | (string & {}) | null

/** The facts about a power target. */
export interface PowerTargetFacts {
  /** The microversion that introduced it. */
  readonly since: string
  /** The `target_power_state` while it is in progress (a soft request shows the hard word). */
  readonly shows: 'power on' | 'power off'
  /** The `power_state` when it succeeded. */
  readonly ends: 'power on' | 'power off'
  /** True when it asks the machine's operating system, which may refuse. */
  readonly soft: boolean
  /** False when repeating it has another effect. */
  readonly repeatable: boolean
}

/**
 * The values of `target` in `PUT /v1/nodes/{node}/states/power`.
 *
 * @see openstack/ironic `ironic/common/states.py` and `ironic/conductor/manager.py` (change_node_power_state)
 */
export const POWER_TARGETS = {
  'power on': { since: '1.1', shows: 'power on', ends: 'power on', soft: false, repeatable: true },
  'power off': { since: '1.1', shows: 'power off', ends: 'power off', soft: false, repeatable: true },
  rebooting: { since: '1.1', shows: 'power on', ends: 'power on', soft: false, repeatable: false },
  'soft power off': { since: '1.27', shows: 'power off', ends: 'power off', soft: true, repeatable: true },
  'soft rebooting': { since: '1.27', shows: 'power on', ends: 'power on', soft: true, repeatable: false },
} as const satisfies Record<string, PowerTargetFacts>

/** A power change to request, in Ironic's words. */
export type PowerTarget = keyof typeof POWER_TARGETS
