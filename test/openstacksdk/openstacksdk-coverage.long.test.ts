import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { coveragePage, PAGE } from './coverage-page.js'
import { OPENSTACKSDK_LIKES } from './openstacksdk-likes.js'
import { recordedProxyMethods } from './proxy-methods.js'
import { publicMethods } from './public-methods.js'

const { methods } = recordedProxyMethods()

it('has a counterpart for exactly the methods of openstacksdk', () => {
  expect(methods.length).toBeGreaterThan(100)
  expect(Object.keys(OPENSTACKSDK_LIKES).sort()).toEqual([...methods].sort())
  const without = Object.entries(OPENSTACKSDK_LIKES).filter(([, { calls }]) => calls.length === 0)
  expect(without).toEqual([])
})

it('names only methods that exist', () => {
  const ours = publicMethods()
  expect(ours.has('client.nodes.get')).toBe(true)
  expect(ours.has('power.on')).toBe(true)
  const named = Object.values(OPENSTACKSDK_LIKES).flatMap(({ calls }) => calls)
  expect(named.filter((call) => !ours.has(call))).toEqual([])
})

it('matches the page', async () => {
  expect(readFileSync(PAGE, 'utf8'), 'run npm run docs:coverage').toBe(await coveragePage())
})
