import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { FIELDS, LISTED_NODES, PAGE_SIZE } from './listed-nodes.js'

// A process of its own, so that its work does not count as the client's. It replies with texts that it made before.
const version = '1.115'
const headers = {
  'content-type': 'application/json',
  'x-openstack-ironic-api-version': version,
  'x-openstack-ironic-api-minimum-version': '1.1',
  'x-openstack-ironic-api-maximum-version': version,
}

const nodes = Array.from({ length: LISTED_NODES }, (_, index) => ({
  uuid: randomUUID(),
  name: `node-${index}`,
  instance_uuid: index % 2 === 0 ? null : randomUUID(),
  provision_state: 'active',
  target_provision_state: null,
  power_state: 'power on',
  maintenance: false,
  resource_class: 'baremetal',
  last_error: null,
  traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
  properties: { cpus: 16, memory_mb: 65_536, local_gb: 480, cpu_arch: 'x86_64' },
  links: [{ href: `http://127.0.0.1/v1/nodes/node-${index}`, rel: 'self' }],
}))

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const replies = repliesOf(`http://127.0.0.1:${port}`)
  server.on('request', (request, response) => {
    request.resume()
    response.writeHead(200, headers).end(replies(new URL(request.url ?? '/', 'http://127.0.0.1')))
  })
  process.send?.(port)
})
process.on('disconnect', () => process.exit(0))

function repliesOf(endpoint: string): (url: URL) => string | undefined {
  const links = [{ href: `${endpoint}/v1/`, rel: 'self' }]
  const supported = { id: 'v1', links, status: 'CURRENT', version, min_version: '1.1' }
  const root = JSON.stringify({ name: 'Ironic', default_version: supported, versions: [supported] })
  const node = JSON.stringify(nodes[0])
  const pages = new Map(pagesOf(endpoint))
  return ({ pathname, searchParams }) => {
    if (!pathname.startsWith('/v1/nodes')) return root
    return pathname === '/v1/nodes' ? pages.get(searchParams.get('marker')) : node
  }
}

/** Each page with the marker that requests it. */
function pagesOf(endpoint: string): readonly (readonly [string | null, string])[] {
  const query = `fields=${FIELDS.join()}&limit=${PAGE_SIZE}`
  return Array.from({ length: LISTED_NODES / PAGE_SIZE }, (_, index) => {
    const [from, to] = [index * PAGE_SIZE, (index + 1) * PAGE_SIZE]
    const next = `${endpoint}/v1/nodes?${query}&marker=${nodes[to - 1]?.uuid}`
    const page = { nodes: nodes.slice(from, to), ...(to < LISTED_NODES ? { next } : {}) }
    return [nodes[from - 1]?.uuid ?? null, JSON.stringify(page)]
  })
}
