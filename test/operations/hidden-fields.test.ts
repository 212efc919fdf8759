import { IronicDriver, type NodeProgress, type Transport } from 'ironic-driver'
import { expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const HIDDEN = {
  last_error: '** Value Redacted - Requires baremetal:node:get:last_error permission. **',
  reservation: '** Redacted - requires baremetal:node:get:reservation permission. **',
  driver_internal_info: {
    content: '** Redacted - Requires baremetal:node:get:driver_internal_info permission. **',
  },
}

/** Shows each node as Ironic does to a login that may not read its internal fields; the login sees no history events either. */
function hiding(transport: Transport): Transport {
  return {
    send: async (request) => {
      const sent = await transport.send(request)
      return sent.map((reply) =>
        request.path.includes('/history')
          ? { ...reply, body: '{"history": []}' }
          : { ...reply, body: reply.status < 300 ? hidden(reply.body) : reply.body },
      )
    },
  }
}

function hidden(body: string): string {
  if (body === '') return body
  return JSON.stringify(
    JSON.parse(body, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'uuid' in value
        ? { ...value, ...Object.fromEntries(Object.entries(HIDDEN).filter(([field]) => field in value)) }
        : value,
    ),
  )
}

function hiddenSite() {
  const site = simulatedSite({ hardware: 'redfish' })
  const driver = new IronicDriver({
    transport: hiding(site.simulator),
    clock: site.clock,
    random: () => 0.5,
  })
  const node = site.simulator.node({ name: 'metal-1' }).withPort().available()
  return { ...site, driver, node }
}

it('marks hidden fields as hidden in a status, in progress and in the inventory', async () => {
  const { driver, node, run } = hiddenSite()
  const progress: NodeProgress[] = []
  const request = spawnRequestFor(node)
  const onProgress = (seen: NodeProgress) => void progress.push(seen)
  expect((await run(driver.provisioning.spawn(request, { onProgress }))).isOk()).toBe(true)
  const status = (await run(driver.provisioning.status({ node: node.uuid })))._unsafeUnwrap()
  expect(status).toMatchObject({ last_error: null, reservation: null, hidden: ['last_error', 'reservation'] })
  const nodes = (await run(driver.inventory.nodes()))._unsafeUnwrap()
  expect(nodes).toMatchObject([
    { last_error: null, reservation: null, hidden: ['last_error', 'reservation'] },
  ])
  expect(progress.length).toBeGreaterThan(1)
  for (const seen of progress) expect(seen).toMatchObject({ last_error: null, hidden: ['last_error'] })
  expect(JSON.stringify([status, nodes, progress])).not.toContain('Redacted')
})

it('reports that the reason of a failure is hidden, and not that there is none', async () => {
  const { driver, node, run } = hiddenSite()
  node.failNext('deploy', { lastError: 'disk 3 is broken' })
  const failed = await run(driver.provisioning.spawn(spawnRequestFor(node)))
  const error = failed._unsafeUnwrapErr()
  const told = JSON.stringify(error)
  expect(told).toContain('Ironic hides the reason from this login')
  expect(told).not.toContain('gives no reason')
  expect(told).not.toContain('Redacted')
})

it('leaves a status as it is when nothing is hidden', async () => {
  const { driver, simulator, run } = simulatedSite()
  const node = simulator.node({ name: 'metal-1' }).available()
  const status = (await run(driver.provisioning.status({ node: node.uuid })))._unsafeUnwrap()
  expect(status).not.toHaveProperty('hidden')
})

it('does not overwrite a value that is hidden in part or in whole', async () => {
  const { driver, node, run } = hiddenSite()
  const values = ['nofb rootpwd=******', { content: HIDDEN.driver_internal_info.content }]
  for (const value of values) {
    const patch = [{ op: 'add', path: '/instance_info/kernel_append_params', value }] as const
    const refused = await run(driver.client.nodes.patch(node.uuid, patch))
    expect(refused.isErr() && refused.error.kind).toBe('invalid_input')
  }
  const banner = [{ op: 'add', path: '/extra/banner', value: '****** WELCOME ******' }] as const
  expect((await run(driver.client.nodes.patch(node.uuid, banner))).isOk()).toBe(true)
})
