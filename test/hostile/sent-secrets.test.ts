import { format, inspect } from 'node:util'
import createDebug from 'debug'
import { IronicDriver, type IronicDriverError, type Transport, type TransportRequest } from 'ironic-driver'
import { recordRequests } from 'ironic-driver/testing'
import { ok, type Result } from 'neverthrow'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const CANARY = 'c4n4ry'
/** Recognised by its ends, with characters in between that programs escape. */
const secret = (name: string) => `${name}-${CANARY}-'"\\<&-${name}`

const logged: string[] = []
const log = createDebug.log
beforeEach(() => {
  logged.length = 0
  createDebug.log = (...line: unknown[]) => void logged.push(format(...line))
  createDebug.enable('ironic-driver:*')
})
afterEach(() => {
  createDebug.disable()
  createDebug.log = log
})

function expectDiscretion(...values: readonly unknown[]): void {
  const shown = values.flatMap((value) => [
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true }),
    ...causesOf(value).flatMap((error) => [error.message, String(error.stack), JSON.stringify(error)]),
  ])
  const around = new RegExp(`.{0,80}${CANARY}.{0,20}`, 'g')
  expect([...shown, ...logged].flatMap((text) => [...text.matchAll(around)].map(([found]) => found))).toEqual(
    [],
  )
}

function causesOf(value: unknown): readonly Error[] {
  return value instanceof Error ? [value, ...causesOf(value.cause)] : []
}

/** A server's possible answers to a value that it rejects. */
const QUOTATIONS: readonly (readonly [string, (body: string) => string])[] = [
  ['the whole body', (body) => `Invalid input: ${body}`],
  ['the body as Python prints it', (body) => `Invalid input: ${pythonic(body)}`],
  ['the body in a text', (body) => `Invalid input: ${JSON.stringify(body)}`],
  [
    'each value',
    (body) =>
      leavesOf(body)
        .map((leaf) => `'${leaf}' is too long.`)
        .join(' '),
  ],
  [
    'each value, escaped',
    (body) =>
      leavesOf(body)
        .map((leaf) => JSON.stringify(leaf))
        .join(' is not '),
  ],
]

function leavesOf(body: string): readonly string[] {
  const leaves: string[] = []
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === 'string') leaves.push(value)
    return value
  })
  return leaves
}

function pythonic(body: string): string {
  const inner = JSON.stringify(JSON.parse(body))
    .replaceAll("'", "\\'")
    .replaceAll(/(?<!\\)"/g, "'")
  return inner.replaceAll('\\"', '"').replaceAll('null', 'None')
}

/** Refuses every request with a body, and quotes that body. */
function quoting(simulator: Transport, quote: (body: string) => string, status: number): Transport {
  const refuse = ({ body }: TransportRequest) => {
    const faultstring = quote(body ?? '{}')
    const fault = { error_message: JSON.stringify({ faultstring, faultcode: 'Client', debuginfo: null }) }
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault) }
  }
  return {
    send: (request) =>
      request.body === undefined ? simulator.send(request) : Promise.resolve(ok(refuse(request))),
  }
}

type Ask = (driver: IronicDriver, node: string) => Promise<Result<unknown, IronicDriverError>>

const ASKED: readonly (readonly [string, 'active' | 'available' | 'manageable', Ask])[] = [
  [
    'a password of a BMC that is enrolled',
    'available',
    async (driver) =>
      driver.lifecycle.enroll({
        name: 'metal-2',
        driver: 'redfish',
        driver_info: { redfish_address: 'https://bmc', redfish_password: secret('bmc') },
      }),
  ],
  [
    'a password of a BMC that is created',
    'available',
    async (driver) =>
      driver.client.nodes.create({ driver: 'ipmi', driver_info: { ipmi_password: secret('bmc') } }),
  ],
  [
    'a password of a BMC that is changed',
    'available',
    async (driver, node) =>
      driver.client.nodes.patch(node, [
        { op: 'replace', path: '/driver_info/redfish_password', value: secret('bmc') },
        { op: 'add', path: '/driver_info', value: { snmp_auth_key: secret('key') } },
      ]),
  ],
  [
    'a rescue password',
    'active',
    async (driver, node) => driver.rescue.enter({ node }, { password: `rescue-${CANARY}-rescue` }),
  ],
  [
    'a secret of a volume',
    'available',
    async (driver, node) =>
      driver.storage.attachTarget(
        { node },
        {
          volumeId: 'volume-1',
          volumeType: 'iscsi',
          bootIndex: 0,
          properties: { target_iqn: 'iqn.1', auth_username: 'u', auth_password: secret('chap') },
        },
      ),
  ],
  [
    'a secret of a volume, by the client',
    'available',
    async (driver, node) =>
      driver.client.volumeTargets.create({
        node_uuid: node,
        volume_id: 'volume-1',
        volume_type: 'iscsi',
        boot_index: 0,
        properties: { discovery_auth_password: secret('chap'), auth_password: secret('chap') },
      }),
  ],
  [
    'a config drive and an image',
    'active',
    async (driver, node) =>
      driver.rebuild.redeploy(
        { node },
        {
          image: { source: `https://u:${CANARY}@images/web.qcow2?sig=${CANARY}`, checksum: 'ab'.repeat(32) },
          configDrive: { adminPassword: secret('admin'), userData: secret('user') },
        },
      ),
  ],
  [
    'a spawn',
    'available',
    async (driver, node) =>
      driver.provisioning.spawn(
        spawnRequestFor(node, {
          image: { source: `https://u:${CANARY}@images/web.qcow2?sig=${CANARY}`, checksum: 'ab'.repeat(32) },
          instanceInfo: { registry_secret: secret('registry') },
          configDrive: { adminPassword: secret('admin'), userData: secret('user') },
        }),
      ),
  ],
]

describe.each(ASKED)('%s is not shown', (_, state, ask) => {
  const CASES = QUOTATIONS.flatMap(([what, quote]) =>
    [400, 409, 500].map((status) => [what, status, quote] as const),
  )
  it.each(CASES)('when Ironic quotes %s with a %i', async (_what, status, quote) => {
    const { simulator, clock, run } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node({ name: 'metal-1', storage_interface: 'external' })[state]()
    const transport = quoting(simulator, quote, status)
    const sent = recordRequests(transport, { clock })
    const driver = new IronicDriver({ transport: sent, clock, random: () => 0.5, retryForMs: 0 })
    const asked = await run(ask(driver, node.uuid))
    expect(asked.isErr()).toBe(true)
    expectDiscretion(asked, asked.isErr() ? asked.error : undefined, sent)
  })
})

/** Ironic's text, with a secret that is one of its words. */
const COMMON_WORDS: readonly (readonly [string, number, string, string])[] = [
  ['locked', 409, 'Node 1be is locked by host a, please retry later.', 'node_locked'],
  ['exists', 409, 'A port with MAC address 52:54 already exists.', 'duplicate'],
  [
    'node',
    400,
    'The requested action "manage" can not be performed on node "a" while it is active.',
    'state_refused',
  ],
  // that would not be JSON any more
  ['null', 404, 'Node metal-1 could not be found.', 'not_found'],
]

it.each(COMMON_WORDS)(
  'a secret "%s" does not change the meaning of a %i',
  async (word, status, said, kind) => {
    const { simulator, clock, run } = simulatedSite({ hardware: 'redfish' })
    const transport = quoting(simulator, () => said, status)
    const driver = new IronicDriver({ transport, clock, random: () => 0.5, retryForMs: 0 })
    const password = [{ op: 'add', path: '/driver_info/redfish_password', value: word }] as const
    const asked = await run(driver.client.nodes.patch('metal-1', password))
    expect(asked.isErr() && asked.error.kind).toBe(kind)
  },
)
