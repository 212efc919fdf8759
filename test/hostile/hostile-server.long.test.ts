import { getEventListeners } from 'node:events'
import { format, inspect } from 'node:util'
import createDebug from 'debug'
import {
  connect,
  createKyTransport,
  IronicDriver,
  IronicDriverError,
  tokenAuthentication,
  type IronicDriverError as AnyError,
} from 'ironic-driver'
import { ok, type Result } from 'neverthrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENCODED } from './misbehaviours/encoded-replies.js'
import { LARGE, SLOW } from './misbehaviours/endless-replies.js'
import { LIMIT_BYTES, LOGIN, type Row } from './misbehaviours/misbehaviour.js'
import { HEADERS, STATUSES } from './misbehaviours/odd-replies.js'
import { startHostileServer } from './raw-hostile-server.js'

/** Enough for all but intentionally slow servers, also on a busy machine. */
const TIMEOUT_MS = 30_000
const SLOW_MS = 400
/** One server for all tests; it lives as long as the process. */
const { signal } = new AbortController()
const logged: string[] = []
const log = createDebug.log
const warnings: string[] = []
const note = (warning: Error) => void warnings.push(warning.message)
const before = { rss: 0 }

beforeAll(() => {
  createDebug.log = (...line: unknown[]) => void logged.push(format(...line))
  createDebug.enable('ironic-driver:*')
  process.on('warning', note)
  before.rss = process.memoryUsage.rss()
})
afterAll(() => {
  createDebug.disable()
  createDebug.log = log
  process.off('warning', note)
})

/** Everything that users and their logs can see of an error. */
function shown(error: unknown): string {
  const parts = [JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true })]
  for (let each = error; each instanceof Error; each = each.cause) parts.push(String(each.stack))
  return parts.join('\n')
}

function endOf(result: Result<unknown, AnyError>): string {
  if (result.isOk()) return 'ok'
  const { error } = result
  expect(error).toBeInstanceOf(IronicDriverError)
  expect(error.message.length).toBeLessThan(4_000)
  expect(shown(error)).not.toContain(LOGIN)
  return error.kind
}

const limits = { maxReplyBytes: LIMIT_BYTES }

/** A read, two changes and a verb of a driver, and a login to Keystone, all at that server. */
async function endsOn({ serve, closes }: Row, requestTimeoutMs: number) {
  const patience = { requestTimeoutMs, retryForMs: 0 }
  const server = await startHostileServer(serve)
  const { endpoint } = server
  const auth = tokenAuthentication({ fetchToken: () => Promise.resolve(ok({ value: LOGIN })) })
  const driver = new IronicDriver({
    transport: createKyTransport({ endpoint, auth, ...limits }),
    ...patience,
  })
  const password = { username: 'ada', userDomainName: 'Default', password: LOGIN }
  const [read, verb, put, remove, keystone] = await Promise.all([
    driver.client.nodes.get('metal-1', { fields: ['uuid', 'extra'], signal }),
    driver.power.state({ node: 'metal-1' }, { signal }),
    driver.client.nodeStates.power('metal-1', { target: 'rebooting' }, { signal }),
    driver.client.nodeVifs.detach('metal-1', 'vif-1', { signal }),
    connect({ keystone: { url: endpoint, login: password }, ...limits, ...patience, signal }),
  ])
  if (closes) await server.closed()
  return {
    reads: [endOf(read)],
    verbs: [endOf(verb)],
    writes: [endOf(put), endOf(remove)],
    logins: [endOf(keystone)],
  }
}

/** A server's text may also be about the node. */
const OF_VERBS = ['node_not_found', 'invalid_response', 'ok']

describe.each([
  ['slow', SLOW],
  ['large', LARGE],
  ['encoded', ENCODED],
  ['of odd statuses', STATUSES],
  ['of odd headers', HEADERS],
] as const)('replies that are %s:', (kind, rows) => {
  const timeoutMs = kind === 'slow' ? SLOW_MS : TIMEOUT_MS

  it.each(rows)('a server that $does', async (row) => {
    const { read, write = read } = row
    const { reads, verbs, writes, logins } = await endsOn(row, timeoutMs)
    expect(read).toEqual(expect.arrayContaining(reads))
    expect([...read, ...OF_VERBS]).toEqual(expect.arrayContaining(verbs))
    expect(write).toEqual(expect.arrayContaining(writes))
    expect(['authentication_failed']).toEqual(expect.arrayContaining(logins))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

it('all of them together used little memory, logged no login and caused no warning', () => {
  expect(process.memoryUsage.rss() - before.rss).toBeLessThan(300_000_000)
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.filter((line) => line.includes(LOGIN))).toEqual([])
  expect(warnings).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
