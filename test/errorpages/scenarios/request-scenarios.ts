import { createKyTransport, IronicDriver } from 'ironic-driver'
import { serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import type { DetailedDisruption, RequestMatch } from 'ironic-driver/testing'
import {
  FOREVER,
  emptySite,
  mustSucceed,
  prepared,
  scenarioOf,
  type CreateScenario,
  type Site,
} from '../scenario.js'

/** Returns the scenario of an Ironic that answers each matching request with a status. */
function answering(request: RequestMatch, reply: Omit<DetailedDisruption<'status'>, 'kind'>): CreateScenario {
  return prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active()
    simulator.disruptions.next(request, { kind: 'status', ...reply }, FOREVER)
  })
}

const NODE = { path: /\/v1\/nodes/ } as const

/** Returns a Keystone with one user; `prepare` may break it. */
async function keystoneScenario(password: string) {
  const site = emptySite()
  const keystone = new SimulatedKeystone({
    users: [{ name: 'ironic', password: 'right', project: 'service' }],
  })
  const served = await serveSimulator(site.simulator, { keystone })
  const process = { env: { OS_AUTH_URL: served.identityUrl ?? '', OS_PASSWORD: password } }
  return scenarioOf(site, { scope: { process }, clock: undefined, close: () => served.close() })
}

function activeNode({ simulator }: Site) {
  simulator.node({ name: 'metal-1' }).active()
}

/** The scenarios of the errors that any request may end with. */
export const REQUEST_SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  invalid_input: prepared({}, activeNode),
  aborted: () => {
    const site = emptySite({ hardware: 'redfish' })
    activeNode(site)
    const meanwhile = async () => {
      while (!site.simulator.requests.some(({ method }) => method === 'PUT')) await site.clock.advance(100)
      site.stop.abort()
    }
    return scenarioOf(site, { meanwhile })
  },
  network_failure: () => {
    const transport = createKyTransport({ endpoint: 'http://127.0.0.1:1' })
    return scenarioOf(
      { ...emptySite(), driver: new IronicDriver({ transport, retryForMs: 0 }) },
      { clock: undefined },
    )
  },
  request_timed_out: prepared({}, (site) => {
    activeNode(site)
    site.simulator.disruptions.next(NODE, 'hang', FOREVER)
  }),
  authentication_failed: () => keystoneScenario('wrong'),
  reply_too_large: async () => {
    const site = emptySite()
    for (let number = 0; number < 20; number += 1)
      site.simulator.node({ name: `metal-${number}` }).available()
    const served = await serveSimulator(site.simulator)
    const transport = createKyTransport({ endpoint: served.url, maxReplyBytes: 1_000 })
    const driver = new IronicDriver({ transport })
    return scenarioOf({ ...site, driver }, { clock: undefined, close: () => served.close() })
  },
  invalid_response: prepared({}, (site) => {
    activeNode(site)
    site.simulator.disruptions.next(NODE, 'malformed', FOREVER)
  }),
  unexpected_failure: prepared({}, activeNode),
  unsupported_api_version: prepared({ release: '21.4' }, activeNode),
  rejected_request: prepared({}, activeNode),
  unauthorized: async () => {
    const site = emptySite()
    const served = await serveSimulator(site.simulator, {
      httpBasic: { username: 'ironic', password: 'right' },
    })
    const transport = createKyTransport({ endpoint: served.url })
    const driver = new IronicDriver({ transport })
    return scenarioOf({ ...site, driver }, { clock: undefined, close: () => served.close() })
  },
  forbidden: () => {
    const site = emptySite()
    site.simulator.node({ name: 'metal-1', owner: 'team-1' }).active()
    const transport = site.simulator.as({ project: 'team-1', roles: ['reader'] })
    return scenarioOf({ ...site, driver: new IronicDriver({ transport, clock: site.clock }) })
  },
  not_found: prepared({}, activeNode),
  request_too_large: prepared({}, activeNode),
  conflict: answering(
    { method: 'DELETE' },
    {
      status: 409,
      fault: 'Chassis 3c7c4b5e-6a0b-4a43-8e5c-2f5f6f0a9f11 is not empty.',
    },
  ),
  no_conductor: answering(
    { method: 'PUT' },
    {
      status: 404,
      fault:
        'No valid host was found. Reason: No conductor service registered which supports driver fake-hardware for conductor group "".',
    },
  ),
  service_busy: prepared({}, (site) => {
    activeNode(site)
    site.simulator.disruptions.next({ method: 'PUT' }, 'busy', FOREVER)
  }),
  concurrency_limit: async () => {
    const site = emptySite({
      limits: { concurrentClean: 1 },
      timings: { cleanStep: 3_600_000 },
    })
    const busy = site.simulator.node({ name: 'metal-2' }).active()
    mustSucceed(await site.clock.run(site.driver.provisioning.destroy({ node: busy.uuid })))
    activeNode(site)
    return scenarioOf(site)
  },
  service_unavailable: answering(NODE, {
    status: 503,
    body: '<html><title>503 Service Unavailable</title></html>',
  }),
  server_error: prepared({}, (site) => {
    activeNode(site)
    site.simulator.disruptions.next({ method: 'PUT' }, 'rpc-timeout', FOREVER)
  }),
  unexpected_status: answering({}, { status: 404, body: 'default backend - 404' }),
  cloud_config_invalid: () =>
    scenarioOf(emptySite(), { scope: { process: { env: { HOME: '/nonexistent' } } } }),
  endpoint_not_found: () => keystoneScenario('right'),
  enrollment_file_invalid: () => scenarioOf(emptySite()),
}
