import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import type { Result, ResultAsync } from 'neverthrow'
import { expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

/** The kinds that a verb's type lists. */
type KindsOf<Verb> = Verb extends (...given: never[]) => ResultAsync<unknown, { readonly kind: infer Kind }>
  ? Kind
  : never

/** Kinds that only some verbs declare, besides those of every request. */
const EXTRA = {
  spawn: [
    'node_not_found',
    'node_not_ready',
    'node_taken',
    'vif_missing',
    'port_unusable',
    'validation_failed',
    'undo_incomplete',
  ],
  destroy: ['instance_mismatch', 'node_not_ready'],
  reserve: ['node_not_found', 'node_not_ready', 'node_taken'],
  release: ['node_not_found', 'node_not_ready'],
  reboot: ['node_not_found', 'instance_not_found', 'instance_mismatch', 'outcome_unknown'],
  attachVif: ['node_not_found', 'instance_not_found', 'instance_mismatch', 'port_unusable'],
  syncVifs: [
    'node_not_found',
    'instance_not_found',
    'instance_mismatch',
    'port_unusable',
    'vif_undo_incomplete',
  ],
  networkData: ['node_not_found', 'instance_not_found', 'instance_mismatch', 'vif_missing'],
  spawnAnywhere: [
    'node_not_found',
    'node_not_ready',
    'node_taken',
    'vif_missing',
    'port_unusable',
    'validation_failed',
    'no_suitable_node',
    'undo_incomplete',
  ],
  reserveAny: ['node_not_found', 'node_not_ready', 'node_taken', 'no_suitable_node', 'undo_incomplete'],
  instance: ['instance_not_found', 'ambiguous_name'],
  exists: [],
  resources: ['node_not_found', 'instance_not_found', 'instance_mismatch'],
  placement: [],
} as const satisfies {
  spawn: readonly KindsOf<IronicDriver['provisioning']['spawn']>[]
  destroy: readonly KindsOf<IronicDriver['provisioning']['destroy']>[]
  reserve: readonly KindsOf<IronicDriver['provisioning']['reserve']>[]
  release: readonly KindsOf<IronicDriver['provisioning']['release']>[]
  reboot: readonly KindsOf<IronicDriver['power']['reboot']>[]
  attachVif: readonly KindsOf<IronicDriver['networking']['attachVif']>[]
  syncVifs: readonly KindsOf<IronicDriver['networking']['syncVifs']>[]
  networkData: readonly KindsOf<IronicDriver['networking']['networkData']>[]
  spawnAnywhere: readonly KindsOf<IronicDriver['provisioning']['spawn']>[]
  reserveAny: readonly KindsOf<IronicDriver['provisioning']['reserve']>[]
  instance: readonly KindsOf<IronicDriver['inventory']['instance']>[]
  exists: readonly KindsOf<IronicDriver['inventory']['exists']>[]
  resources: readonly KindsOf<IronicDriver['inventory']['resources']>[]
  placement: readonly KindsOf<IronicDriver['inventory']['placement']>[]
}

const WAITING = ['wait_timed_out', 'wait_stalled', 'lost_sight', 'transition_failed', 'transition_diverged']
const OF_MODULES = new Set([...Object.values(EXTRA).flat(), ...WAITING] as readonly string[])

const texts = [
  'Node n is locked by host h, please retry after the current operation is completed.',
  'Node n can not be updated while a state transition is in progress.',
  'Node n is associated with instance b4d3c2e1-9a87-4d65-8c43-21fedcba9876.',
  'Instance i is already associated with a node, it cannot be associated with this other node n',
  'The requested action "x" can not be performed on node "n" while it is in state "y".',
  "The x operation can't be performed on node n because it's in maintenance mode.",
  'Unable to attach VIF because VIF v is already attached to Ironic Port p',
  'Unable to attach VIF v, not enough free physical ports.',
  'No valid host was found. Reason: none',
  'Node n is protected and cannot be undeployed',
  'concurrent action limit',
]
const DISRUPTIONS: readonly Disruption[] = [
  ...[400, 403, 404, 409, 500, 503].flatMap((status) =>
    texts.map((fault) => ({ kind: 'status', status, fault }) as const),
  ),
  ...[401, 406, 413, 418, 502].map((status) => ({ kind: 'status', status, body: '<html>' }) as const),
  'drop-before',
  'drop-after',
  'hang',
  'malformed',
]

it.each(Object.keys(EXTRA) as (keyof typeof EXTRA)[])(
  '%s never fails with an error that its type does not list, whatever Ironic answers',
  async (verb) => {
    const allowed = new Set<string>(EXTRA[verb])
    const waits = ['spawn', 'spawnAnywhere', 'destroy', 'reboot'].includes(verb)
    const seen = new Set<string>()
    for (const disruption of DISRUPTIONS)
      for (const after of [0, 1, 2, 3, 4, 5]) {
        const { simulator, driver, run } = simulatedSite({}, { retryForMs: 5_000 })
        const node = simulator
          .node({ network_interface: 'neutron', resource_class: 'gold' })
          .withPort()
          .available()
        const configDrive = { networkData: 'from-vifs' } as const
        const request = spawnRequestFor(node, { vifs: [{ id: 'vif-1' }], configDrive })
        const mine = { node: node.uuid, instance: request.instance.id }
        if (!['spawn', 'reserve', 'spawnAnywhere', 'reserveAny'].includes(verb))
          node.force({ instance_uuid: mine.instance })
        if (verb === 'destroy') node.force({ provision_state: 'active' })
        simulator.disruptions.next({}, disruption, { after, times: 3 })
        const patience = { deadlineMs: 60_000, undoDeadlineMs: 60_000 }
        const call: Record<keyof typeof EXTRA, () => Promise<Result<unknown, IronicDriverError>>> = {
          spawn: async () => driver.provisioning.spawn(request, patience),
          destroy: async () => driver.provisioning.destroy(mine, { deadlineMs: 60_000 }),
          reserve: async () => driver.provisioning.reserve(mine),
          release: async () => driver.provisioning.release(mine),
          reboot: async () => driver.power.reboot(mine, { deadlineMs: 60_000 }),
          attachVif: async () =>
            driver.networking.attachVif(mine, { id: 'vif-1', port: node.ports[0]?.uuid }),
          syncVifs: async () => driver.networking.syncVifs(mine, [{ id: 'vif-1' }]),
          networkData: async () => driver.networking.networkData(mine),
          spawnAnywhere: async () =>
            driver.provisioning.spawn({ ...request, node: { resourceClass: 'gold' } }, patience),
          reserveAny: async () => driver.provisioning.reserve({ ...mine, node: { resourceClass: 'gold' } }),
          instance: async () => driver.inventory.instance(mine.instance),
          exists: async () => driver.inventory.exists(mine),
          resources: async () => driver.inventory.resources(mine),
          placement: async () => driver.inventory.placement(),
        }
        const result = await run(call[verb]())
        if (result.isErr()) seen.add(result.error.kind)
        // It sends no more than `after` requests: a later one would meet none either.
        if (simulator.disruptions.pending === 3) break
      }
    const undeclared = [...seen].filter(
      (kind) => OF_MODULES.has(kind) && !allowed.has(kind) && !(waits && WAITING.includes(kind)),
    )
    expect(undeclared).toEqual([])
    expect(seen.size).toBeGreaterThan(4)
  },
  60_000,
)
