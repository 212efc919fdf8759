import { describe, expect, it } from 'vitest'
import { connect, createKyTransport, createModuleContext, IronicDriver, keystoneTokens } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { IronicSimulator, serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import { unknownOption } from '../../src/errors/unknown-option.js'
import { OPERATIONS, scenarioOf } from '../faults/operations.js'
import { matrixSite } from '../faults/matrix-site.js'

const UNKNOWN: object = { frobnicate: 1 }
const NAMED = /Unknown option `frobnicate`\. Known options: `\w+`/

describe('an unknown option', () => {
  it.each([
    ['signl', 'Unknown option `signl`. Did you mean `signal`?'],
    ['deadline_ms', 'Unknown option `deadline_ms`. Did you mean `deadlineMs`?'],
    ['DeadlineMS', 'Unknown option `DeadlineMS`. Did you mean `deadlineMs`?'],
    ['sginal', 'Unknown option `sginal`. Did you mean `signal`?'],
    ['frobnicate', 'Unknown option `frobnicate`. Known options: `signal`, `deadlineMs`, `on`.'],
    ['of', 'Unknown option `of`. Known options: `signal`, `deadlineMs`, `on`.'],
  ])('named %s is described by what was probably meant, or by all that are known', (name, problem) => {
    expect(unknownOption({ [name]: 1 }, ['signal', 'deadlineMs', 'on'])).toEqual({ name, problem })
  })

  it('that is a whole document is named by its beginning', () => {
    const name = '-----BEGIN'.repeat(100_000)
    const { name: shown, problem } = unknownOption({ [name]: 1 }, ['signal', 'deadlineMs']) ?? {}
    expect(shown).toHaveLength(101)
    expect(problem).toBe(`Unknown option \`${shown}\`. Known options: \`signal\`, \`deadlineMs\`.`)
  })

  it('of a call without options is described', () => {
    expect(unknownOption(UNKNOWN, [])?.problem).toBe(
      'Unknown option `frobnicate`. There are no options here.',
    )
  })
})

it.each(OPERATIONS)('%s names an unknown option, and sends nothing', async (operation) => {
  const { actor, simulator } = matrixSite('redfish', 'available')
  const sent = simulator.requests.length
  const outcome = await scenarioOf(operation).call(actor(), UNKNOWN)
  const error = outcome._unsafeUnwrapErr()
  expect(error).toMatchObject({ kind: 'invalid_input', field: 'options.frobnicate' })
  expect(error.message).toMatch(NAMED)
  expect(simulator.requests.length).toBe(sent)
})

const simulator = new IronicSimulator()
const transport = createKyTransport({ endpoint: 'http://127.0.0.1:1' })
const of = (client: IronicClient) => client.features()
const target = { node: 'metal-1' }
const keystone = { url: 'http://127.0.0.1:1', login: { token: 'x' } }

it.each([
  ['connect', () => connect({ endpoint: 'http://127.0.0.1:1', ...UNKNOWN })],
  ['connect by Keystone', () => connect({ keystone: { ...keystone, ...UNKNOWN } })],
  ['new IronicDriver', () => new IronicDriver({ transport, ...UNKNOWN }).power.state(target)],
  ['new IronicClient', () => of(new IronicClient({ transport, ...UNKNOWN }))],
  ['createModuleContext', () => of(createModuleContext({ transport, ...UNKNOWN }).client)],
  [
    'createKyTransport',
    () =>
      of(new IronicClient({ transport: createKyTransport({ endpoint: 'http://127.0.0.1:1', ...UNKNOWN }) })),
  ],
  ['keystoneTokens', () => keystoneTokens({ ...keystone, ...UNKNOWN }).fetchToken()],
  [
    'client.request',
    () => new IronicClient({ transport: simulator }).request({ method: 'GET', path: ['nodes'], ...UNKNOWN }),
  ],
])('%s names an unknown option', async (_name, call) => {
  const outcome = await call()
  expect(outcome._unsafeUnwrapErr().message).toMatch(NAMED)
})

it.each([
  ['IronicSimulator', () => new IronicSimulator(UNKNOWN)],
  ['SimulatedKeystone', () => new SimulatedKeystone({ users: [], ...UNKNOWN })],
  ['serveSimulator', () => serveSimulator(simulator, UNKNOWN)],
])('%s throws for an unknown option', async (name, call) => {
  const thrown = await Promise.resolve()
    .then(async () => {
      await call()
    })
    .catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(TypeError)
  expect(String(thrown)).toMatch(NAMED)
  expect(String(thrown)).toContain(`${name}: `)
})
