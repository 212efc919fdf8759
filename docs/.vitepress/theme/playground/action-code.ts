/** The instance of a call, as the code shows it. */
export interface CodeInstance {
  readonly id: string
  readonly name: string
}

export const IMAGE = {
  source: 'http://images.example/web.qcow2',
  checksum: `sha256:${'0'.repeat(64)}`,
} as const

/** The lines before any action: what the page runs, as a user writes it. */
export const SETUP_CODE = `import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'

const clock = new ManualClock()
const simulator = new IronicSimulator({ clock, hardware: 'redfish' })
for (const name of ['metal-1', 'metal-2', 'metal-3', 'metal-4'])
  simulator.node({ name, resource_class: 'small' }).withPort().available()
for (const name of ['metal-5', 'metal-6'])
  simulator.node({ name, resource_class: 'large' }).withPort().available()

const driver = new IronicDriver({ transport: simulator, clock })
const image = {
  source: '${IMAGE.source}',
  checksum: \`sha256:\${'0'.repeat(64)}\`,
}
`

export function spawnCode(instance: CodeInstance, node: string | { readonly resourceClass: string }): string {
  const wanted = typeof node === 'string' ? `'${node}'` : `{ resourceClass: '${node.resourceClass}' }`
  return `const spawned = await driver.provisioning.spawn(
  {
    instance: { id: '${instance.id}', name: '${instance.name}' },
    node: ${wanted},
    image,
  },
  { onProgress: ({ provision_state, step }) => console.log(provision_state, step ?? '') },
)
if (spawned.isErr()) {
  const { kind, advice, message } = spawned.error
  console.error(kind, advice, message)
} else {
  console.log(spawned.value.outcome, spawned.value.name)
}
`
}

export function spawnAllCode(count: number): string {
  return `import { randomUUID } from 'node:crypto'

const requests = Array.from({ length: ${count} }, (_, index) => ({
  instance: { id: randomUUID(), name: \`web-\${index + 1}\` },
  node: \`metal-\${index + 1}\`,
  image,
}))
const report = await driver.provisioning.spawnAll(requests)
if (report.isOk()) console.log(\`\${report.value.done} done, \${report.value.failed} failed\`)
`
}

export function destroyCode(node: string, instance: string | undefined): string {
  const target =
    instance === undefined ? `{ node: '${node}' }` : `{ instance: '${instance}', node: '${node}' }`
  return `const destroyed = await driver.provisioning.destroy(
  ${target},
  { until: 'available' }, // wait until the node is cleaned, too
)
console.log(destroyed.isOk() ? destroyed.value.outcome : destroyed.error.message)
`
}

export function rebootCode(node: string): string {
  return `const rebooted = await driver.power.reboot(
  { node: '${node}' },
  { mode: 'soft-then-hard', softTimeoutMs: 30_000 },
)
console.log(rebooted.isOk() ? rebooted.value.done : rebooted.error.message)
`
}

export function powerCode(node: string, verb: 'on' | 'off'): string {
  return `const switched = await driver.power.${verb}({ node: '${node}' })
console.log(switched.isOk() ? switched.value.power_state : switched.error.message)
`
}

export function rescueCode(node: string, verb: 'enter' | 'leave'): string {
  const password = verb === 'enter' ? `, { password: 'a-new-secret' }` : ''
  return `const rescue = await driver.rescue.${verb}({ node: '${node}' }${password})
console.log(rescue.isOk() ? rescue.value.provision_state : rescue.error.message)
`
}

export function bringBackCode(node: string): string {
  return `const ended = await driver.lifecycle.endMaintenance({ node: '${node}' })
if (ended.isErr()) console.error(ended.error.message)
const back = await driver.lifecycle.bringTo({ node: '${node}' }, 'available')
console.log(back.isOk() ? back.value.provision_state : back.error.message)
`
}
