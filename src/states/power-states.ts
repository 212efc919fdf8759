/** `power_state` as Ironic words it; `null` while Ironic has not yet been told or has lost sight of it. */
export type PowerState = 'power on' | 'power off' | 'error' | (string & {}) | null

/** What is to be known of a power target before asking for it, and while waiting for it. */
export interface PowerTargetFacts {
  /** The microversion that brought it. */
  readonly since: string
  /** What `target_power_state` reads while it is under way (a soft request shows the hard word). */
  readonly shows: 'power on' | 'power off'
  /** What `power_state` reads when it went well. */
  readonly ends: 'power on' | 'power off'
  /** True when the machine's operating system is asked, and may refuse. */
  readonly soft: boolean
  /** False when doing it a second time does something again. */
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

/** A power change that Ironic can be asked for, in its own words. */
export type PowerTarget = keyof typeof POWER_TARGETS
