import { IronicSimulator, type ServeOptions, serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'

describe('an invalid login option', () => {
  const user = { name: 'a', password: 'b' }
  const keystone = new SimulatedKeystone({ users: [user] })
  const options = (given: object) => given as ServeOptions

  it.each([
    [options({ basic: {} }), 'Unknown option `basic`'],
    [options({ httpBasic: { username: 'admin', password: 'se:cret' }, keystone }), 'exclude each other'],
    [options({ httpBasic: { username: 'a:b', password: '' } }), 'without a colon'],
    [options({ httpBasic: { username: 'a' } }), 'password must be a text'],
    [options({ keystone: { users: [] } }), 'must be a SimulatedKeystone'],
  ])('throws: %j', async (given, sentence) => {
    const serving = serveSimulator(new IronicSimulator(), given)
    await expect(serving).rejects.toThrow(TypeError)
    await expect(serving).rejects.toThrow(sentence)
  })

  it.each([
    [{ users: 'demo' }, 'users must be a list'],
    [{ users: [{ name: 'a' }] }, 'the password of each user must be a non-empty text'],
    [{ users: [{ ...user, projekt: 'x' }] }, 'user: Unknown field `projekt`. Did you mean `project`?'],
    [{ users: [user], applicationCredentials: [{ id: '1', secret: 's', user: 'c' }] }, 'unknown user "c"'],
    [{ users: [], tokens: ['t'] }, 'tokens belong to the first of users'],
    [{ users: [user], tokens: [''] }, 'each of tokens must be a non-empty text'],
    [{ users: [user], tokenLifetimeMs: 0 }, 'tokenLifetimeMs must be a positive number'],
    [{ users: [user], lifetime: 1 }, 'Unknown option `lifetime`'],
  ])('throws: new SimulatedKeystone(%j)', (given, sentence) => {
    const make = () => new SimulatedKeystone(given as ConstructorParameters<typeof SimulatedKeystone>[0])
    expect(make).toThrow(TypeError)
    expect(make).toThrow(sentence)
  })

  it('throws for unknown tokens and statuses that are not errors', () => {
    expect(() => keystone.revokeToken('x')).toThrow(TypeError)
    expect(() => keystone.issueToken({ user: 'nobody' })).toThrow('there is no user "nobody"')
    expect(() => keystone.failNext(200)).toThrow('200 is not an error status')
  })
})
