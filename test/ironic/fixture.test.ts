import { describe, expect, it } from 'vitest'
import { createAvailableNode } from './fixture/available-node.js'
import { ironicRequest } from './fixture/ironic-request.js'
import { servers } from './servers.js'

describe.each(servers())('$name', (server) => {
  it('answers with the API version of its configuration', async () => {
    const root = await ironicRequest<{ default_version: { version: string } }>(server.url, 'GET', '/')
    expect(root.default_version.version).toBe(server.maxApiVersion)
  })

  it('brings a node to available and removes it', async () => {
    const { uuid, portIds } = await createAvailableNode(server.url, { resourceClass: 'fixture', ports: 2 })
    const node = await ironicRequest(server.url, 'GET', `/v1/nodes/${uuid}`)
    expect(node).toMatchObject({
      provision_state: 'available',
      power_state: 'power off',
      resource_class: 'fixture',
      maintenance: false,
      reservation: null,
    })
    expect(portIds).toHaveLength(2)

    await ironicRequest(server.url, 'DELETE', `/v1/nodes/${uuid}`)
    await expect(ironicRequest(server.url, 'GET', `/v1/nodes/${uuid}`)).rejects.toThrow('404')
  })

  it('shows a node in the state written to the database', async () => {
    const { uuid } = await createAvailableNode(server.url)
    await server.forceNode(uuid, { provision_state: 'deploy hold', target_provision_state: 'active' })
    const node = await ironicRequest(server.url, 'GET', `/v1/nodes/${uuid}`)
    expect(node).toMatchObject({ provision_state: 'deploy hold', target_provision_state: 'active' })

    await server.forceNode(uuid, { provision_state: 'available', target_provision_state: null })
    await ironicRequest(server.url, 'DELETE', `/v1/nodes/${uuid}`)
  })
})
