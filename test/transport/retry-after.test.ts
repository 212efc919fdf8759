import { expect, it } from 'vitest'
import { retryAfterMs } from '../../src/transport/retry-after.js'
import { reply, scriptedClient } from '../client/support/scripted-transport.js'

const NOW = Date.parse('2026-03-01T12:00:00Z')

it.each([
  ['3', 3_000],
  [' 3 ', 3_000],
  ['0', 0],
  ['1.5', 1_500],
  ['2, 5', 5_000],
  ['86400', 300_000],
  ['Sun, 01 Mar 2026 12:00:07 GMT', 7_000],
  ['Sunday, 01-Mar-26 12:00:07 GMT', 7_000],
  ['Sun Mar  1 12:00:07 2026', 7_000],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['Mon, 02 Mar 2026 12:00:00 GMT', 300_000],
  ['', undefined],
  ['-3', undefined],
  ['1e9', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['soon', undefined],
  ['in 5 seconds', undefined],
  ['2026-03-01T12:00:07Z', undefined],
  ['Sun, 99 Mar 2026 12:00:07 GMT', undefined],
  ['9'.repeat(400), undefined],
  [`1${', 1'.repeat(100_000)}`, undefined],
])('reads "%.40s" as %s ms', (text, ms) => {
  expect(retryAfterMs({ 'retry-after': text }, NOW)).toBe(ms)
})

it("measures a time from the server's own clock, if the server sends its time", () => {
  const headers = { 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT', date: 'Sun, 01 Mar 2026 12:00:10 GMT' }
  expect(retryAfterMs(headers, NOW + 3_600_000)).toBe(20_000)
  expect(retryAfterMs({ ...headers, date: 'today' }, NOW)).toBe(30_000)
})

it.each([503, 429])('sends nothing to a server until the time that it names with a %i', async (status) => {
  const site = scriptedClient((_request, nth) => {
    const until = new Date(site.clock.now() + 20_000).toUTCString()
    return nth === 0 ? reply(status, '', { 'retry-after': until }) : reply(200, { uuid: 'n1' })
  })
  const startedAt = site.clock.now()
  const found = await site.run(site.client.nodes.get('n1', { fields: ['uuid'] }))
  expect(found._unsafeUnwrap()).toEqual({ uuid: 'n1' })
  expect([site.requests.length, site.clock.now() - startedAt]).toEqual([2, 21_000])
})
