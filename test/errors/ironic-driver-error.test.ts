import { inspect, types } from 'node:util'
import { describe, expect, it } from 'vitest'
import { NetworkFailureError } from 'ironic-driver'
import { NodeLockedError, UnexpectedFailureError } from 'ironic-driver/client'

const CANARY = 'hunter2-c4n4ry'

/** Every form in which a logger could print it. */
function printed(error: Error): string {
  return [
    String(error),
    error.stack,
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
  ].join('\n')
}

describe('an error of the library', () => {
  const error = new NetworkFailureError('The line broke.', { sent: 'maybe', cause: new Error('reset') })

  it('is a real Error, also as a copy with its location', () => {
    const copy = error.within({ operation: 'power.on', node: 'n1' })
    for (const one of [error, copy]) {
      expect(one).toBeInstanceOf(NetworkFailureError)
      expect(types.isNativeError(one)).toBe(true)
      expect(structuredClone(one)).toBeInstanceOf(Error)
      expect(one.stack).toContain('ironic-driver-error.test.ts')
    }
    expect(copy).toMatchObject({ kind: 'network_failure', operation: 'power.on', node: 'n1', sent: 'maybe' })
    expect(copy.cause).toBe(error.cause)
    expect(error.operation).toBeUndefined()
  })

  it('names the outermost operation and the innermost node', () => {
    const inner = error.within({ operation: 'nodes.get', node: 'n1' })
    expect(inner.within({ operation: 'power.on', node: 'other', instance: 'i1' })).toMatchObject({
      operation: 'power.on',
      node: 'n1',
      instance: 'i1',
    })
  })

  it('contains all its details as JSON', () => {
    const nested = new UnexpectedFailureError('It broke.', { operation: 'nodes.get', cause: error })
    expect(JSON.parse(JSON.stringify(nested))).toMatchObject({
      name: 'UnexpectedFailureError',
      kind: 'unexpected_failure',
      advice: 'check_state',
      message: 'It broke.',
      operation: 'nodes.get',
      cause: { kind: 'network_failure', sent: 'maybe', cause: { name: 'Error', message: 'reset' } },
    })
  })
})

describe('secrets', () => {
  it('do not appear in an error, whatever its cause contains', () => {
    const request = { headers: { 'x-auth-token': CANARY }, body: CANARY }
    const inner = Object.assign(new Error(`GET http://u:${CANARY}@h/?token=${CANARY}`), { request })
    const outer = Object.assign(new Error(`"password": "${CANARY}"`, { cause: inner }), { request })
    outer.stack = `Error: token=${CANARY}\n  at there`
    expect(printed(new UnexpectedFailureError('It broke.', { cause: outer }))).not.toContain(CANARY)
  })

  it.each([
    ['text', `token=${CANARY}`],
    ['object', { token: CANARY }],
    ['array', [CANARY]],
    ['function', () => CANARY],
  ])('do not appear in an error whose cause is not an Error but a %s', (_what, cause) => {
    expect(printed(new UnexpectedFailureError('It broke.', { cause }))).not.toContain(CANARY)
  })

  it('do not appear in the message or the fault that an error quotes', () => {
    const fault = `it redirects to https://u:${CANARY}@proxy/login?ticket=${CANARY}`
    expect(printed(new NodeLockedError({ status: 409, fault }))).not.toContain(CANARY)
    expect(printed(new UnexpectedFailureError(`user_data=${CANARY}`, {}))).not.toContain(CANARY)
  })
})

describe('a strange cause', () => {
  const cyclic = new Error('round')
  cyclic.cause = cyclic
  const throwing = new Error('unread')
  Object.defineProperty(throwing, 'message', {
    get: () => {
      throw new Error('no')
    },
  })
  const trap = new Proxy(new Error('trap'), {
    getPrototypeOf: () => {
      throw new Error('no')
    },
  })
  it.each([
    ['is its own cause', cyclic],
    ['has a message that throws', throwing],
    ['has a message that is not a string', Object.assign(new Error('x'), { message: 42 })],
    ['has a name that is not a string', Object.assign(new Error('x'), { name: Symbol('x') })],
    ['has a stack that is not a string', Object.assign(new Error('x'), { stack: [] })],
    ['throws when it is inspected', trap],
    ['is null', null],
    ['is a symbol', Symbol('x')],
    ['is a BigInt', 1n],
  ])('that %s does no harm', (_what, cause) => {
    const error = new UnexpectedFailureError('It broke.', { cause })
    expect(printed(error)).toContain('It broke.')
    expect(error.cause).toBeDefined()
  })

  it('does no harm when a caller makes one of our errors its own cause', () => {
    const error = new UnexpectedFailureError('It broke.', { cause: new Error('x') })
    error.cause = error
    expect(printed(error)).toContain('further causes are left out')
  })

  it('is cut off when the chain of causes is too long', () => {
    let cause = new Error('the first')
    for (let depth = 0; depth < 100; depth++) cause = new Error(`cause ${depth}`, { cause })
    const text = JSON.stringify(new UnexpectedFailureError('It broke.', { cause }))
    expect(text).toContain('cause 99')
    expect(text).not.toContain('cause 50')
  })
})
