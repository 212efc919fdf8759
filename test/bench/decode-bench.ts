import { randomUUID } from 'node:crypto'
import { IronicClient } from 'ironic-driver/client'
import type { Transport } from 'ironic-driver'
import { ok } from 'neverthrow'
import { measure, report } from './measure.js'

const NODES = 1_000

/** Measures the decoding of a page of full nodes, relative to parsing its JSON. */
export async function decodeBench(): Promise<void> {
  const body = JSON.stringify({ nodes: Array.from({ length: NODES }, (_, index) => detailedNode(index)) })
  const root = JSON.stringify({ default_version: { version: '1.115', min_version: '1.1' } })
  const canned: Transport = {
    send: ({ path }) => Promise.resolve(ok({ status: 200, headers: {}, body: path === '/' ? root : body })),
  }
  const client = new IronicClient({ transport: canned })
  const features = await client.features()
  if (features.isErr()) throw features.error

  const parse = await measure(() => JSON.parse(body) as unknown, 15)
  const list = await measure(() => client.nodes.list().all(), 15)
  const kib = Math.round(body.length / 1024)
  report(
    `list ${NODES} whole nodes / JSON.parse`,
    list.wallMs / parse.wallMs,
    `${list.wallMs.toFixed(1)} ms to ${parse.wallMs.toFixed(1)} ms, ${kib} KiB`,
  )
}

function detailedNode(index: number): Record<string, unknown> {
  const free = Object.fromEntries(
    Array.from({ length: 12 }, (_, key) => [`key_${key}`, `value ${index} ${key}`]),
  )
  return {
    uuid: randomUUID(),
    name: `node-${index}`,
    instance_uuid: index % 2 === 0 ? null : randomUUID(),
    maintenance: false,
    maintenance_reason: null,
    power_state: 'power on',
    target_power_state: null,
    provision_state: 'active',
    target_provision_state: null,
    provision_updated_at: '2026-01-01T00:00:00+00:00',
    last_error: null,
    reservation: null,
    driver: 'redfish',
    driver_info: free,
    driver_internal_info: { ...free, agent_url: 'http://10.0.0.1:9999' },
    properties: {
      cpus: 16,
      memory_mb: 65_536,
      local_gb: 480,
      cpu_arch: 'x86_64',
      capabilities: 'boot_mode:uefi',
    },
    extra: free,
    instance_info: free,
    chassis_uuid: null,
    console_enabled: false,
    inspection_started_at: null,
    inspection_finished_at: null,
    clean_step: {},
    deploy_step: {},
    resource_class: 'baremetal',
    traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
    links: [{ href: 'http://127.0.0.1/v1/nodes/x', rel: 'self' }],
  }
}
