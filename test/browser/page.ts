import { connect, createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { IronicSimulator, ManualClock, serveSimulator } from 'ironic-driver/testing'

const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
const IMAGE = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }

/** The page's own. */
declare const location: { readonly origin: string }

/** What the test calls in the page. Everything returned is JSON. */
export const scenarios = {
  /** Spawns on a simulated node with a config drive that Ironic's JSON cannot hold, and destroys. */
  async spawn() {
    const clock = new ManualClock()
    const simulator = new IronicSimulator({ clock, hardware: 'redfish' })
    simulator.node({ name: 'metal-1' }).withPort().available()
    const { provisioning } = new IronicDriver({ transport: simulator, clock })
    const configDrive = {
      metaData: { hostname: 'web-1' },
      files: [{ path: '/etc/motd', contents: 'Welcome ü\n' }],
    }
    const spawned = await clock.run(
      provisioning.spawn({ instance: { id: INSTANCE }, image: IMAGE, node: 'metal-1', configDrive }),
    )
    if (spawned.isErr()) return { failed: spawned.error.message }
    const { outcome, provision_state, node } = spawned.value
    const destroyed = await clock.run(provisioning.destroy({ instance: INSTANCE, node }))
    const put = simulator.requests.find(({ method, path }) => method === 'PUT' && path.endsWith('/provision'))
    const { configdrive } = JSON.parse(put?.body ?? '{}') as { configdrive: string }
    return {
      outcome,
      provision_state,
      configdrive,
      destroyed: destroyed.map((done) => done.outcome).unwrapOr(undefined),
    }
  },

  /** Reads over HTTP from the server of the page. */
  async read() {
    const client = new IronicClient({ transport: createKyTransport({ endpoint: location.origin }) })
    const nodes = await client.nodes.list().all()
    const missing = await client.nodes.get('metal-3')
    return {
      nodes: nodes.isOk() ? nodes.value.map(({ name }) => name) : nodes.error.message,
      missing: missing.isErr() ? missing.error.kind : undefined,
    }
  },

  async connect() {
    const connected = await connect({ endpoint: location.origin })
    if (connected.isErr()) return connected.error.message
    const power = await connected.value.power.state({ node: 'metal-2' })
    return power.map(({ power_state }) => power_state).unwrapOr(null)
  },

  /** Asks for what a browser does not have. */
  async refusals() {
    const endpoint = location.origin
    const options = [
      { tls: { insecure: true } },
      { proxy: 'http://proxy.example' },
      { userAgent: 'portal/1' },
    ] as const
    const transports = options.map((option) => createKyTransport({ endpoint, ...option }))
    const refused = await Promise.all(
      transports.map((transport) => transport.send({ method: 'GET', path: '/v1', headers: {} })),
    )
    const cloud = await connect({ cloud: 'metal' })
    const served = await serveSimulator(new IronicSimulator()).catch((error: unknown) => String(error))
    return [
      ...refused.map((result) => (result.isErr() ? [result.error.kind, result.error.message] : [])),
      cloud.isErr() ? [cloud.error.kind, cloud.error.message] : [],
      ['rejects', served],
    ]
  },
}

Object.assign(globalThis, { scenarios })
