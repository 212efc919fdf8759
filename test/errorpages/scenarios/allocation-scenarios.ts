import {
  FOREVER,
  emptySite,
  mustSucceed,
  INSTANCE,
  prepared,
  scenarioOf,
  type CreateScenario,
  type Site,
} from '../scenario.js'

function available({ simulator }: Site) {
  simulator.node({ name: 'metal-1', resource_class: 'baremetal' }).available()
}

async function allocated(site: Site, request: { readonly uuid?: string; readonly name?: string }) {
  available(site)
  const { allocations } = site.driver
  mustSucceed(await site.clock.run(allocations.create({ resourceClass: 'baremetal', ...request })))
}

/** The scenarios of the errors of allocations and of enrollment. */
export const ALLOCATION_SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  allocation_failed: prepared({}, available),
  allocation_not_found: prepared({}, available),
  allocation_gone: () => {
    const site = emptySite({ timings: { allocate: 5_000 } })
    available(site)
    const meanwhile = async () => {
      await site.clock.advance(1_000)
      mustSucceed(await site.driver.client.allocations.delete(INSTANCE))
    }
    return scenarioOf(site, { meanwhile })
  },
  allocation_taken: prepared({}, (site) => allocated(site, { name: 'web-1' })),
  allocation_owner_refused: prepared({}, (site) => {
    available(site)
    const fault =
      'Cannot create allocation with an owner Project ID value team-2 not matching the requestor Project ID team-1.'
    site.simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 403, fault })
  }),
  backfill_refused: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1', resource_class: 'baremetal' }).active()
  }),
  allocation_in_use: prepared({}, async (site) => {
    await allocated(site, { uuid: INSTANCE })
    site.simulator.find('metal-1')?.force({ provision_state: 'active' })
  }),
  allocation_left_behind: prepared({}, (site) => {
    available(site)
    site.simulator.disruptions.next({ method: 'DELETE' }, { kind: 'status', status: 403 }, FOREVER)
  }),
  identity_conflict: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort({ address: '52:54:00:00:00:01' }).enrolled()
    simulator.node({ name: 'metal-2' }).withPort({ address: '52:54:00:00:00:02' }).enrolled()
  }),
  enroll_incomplete: prepared({}, ({ simulator }) => {
    const fault = 'The port is refused for a reason of its own.'
    simulator.disruptions.next({ method: 'POST', path: /ports/ }, { kind: 'status', status: 400, fault })
    simulator.disruptions.next({ method: 'DELETE' }, { kind: 'status', status: 403, fault: 'Not now.' })
  }),
}
