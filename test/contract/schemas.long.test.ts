import type { ApiVersion } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { expectErr } from '../support/expect-result.js'
import { isObject, type JsonObject } from './comparison/json-value.js'
import { readRecordings, replies } from './replies/recordings.js'
import { readAgain, readValue, REQUEST_ID } from './schemas/read-again.js'
import type { ReadResource } from './schemas/read-resource.js'
import { READ_RESOURCES } from './schemas/read-resources.js'
import { fieldsOf, itemsIn, recordedReplies, type SeenItem } from './schemas/seen-items.js'
import { simulatedReplies } from './schemas/simulated-replies.js'

const NEWEST: ApiVersion = '1.115'
const recordings = await readRecordings(replies)
const recorded = recordings.map((recording) => [recording.name, recordedReplies(recording)] as const)
const simulated = await simulatedReplies()
const all = [...recorded, ...simulated]
const items = (from: typeof all) =>
  from.flatMap(([, replies]) => replies.flatMap((reply) => itemsIn(reply) ?? []))
const everything = items(all)

describe.each(all)('the replies of %s', (_, replies) => {
  it('contain only resources that the client knows', () => {
    const unknown = replies.filter((reply) => itemsIn(reply) === undefined)
    expect(unknown.map(({ asked }) => asked)).toEqual([])
  })

  it('are read without loss', async () => {
    const seen = replies.flatMap((reply) => itemsIn(reply) ?? [])
    expect(seen.length).toBeGreaterThan(50)
    const lost = new Set<string>()
    for (const { resource, reply, item, fields } of seen) {
      if (fields?.length === 0 || minorOf(reply.version) < (resource.askedSince ?? 0)) continue
      const read = await readAgain(resource, item, reply.version, fields)
      const about = `${resource.operation} of ${reply.asked} at ${reply.version}`
      if (read.isErr()) lost.add(`${about}: ${read.error.message}`)
      else expect(read.value, about).toEqual(readValue(resource, item))
    }
    expect([...lost]).toEqual([])
  })

  it('have the fields that their version introduced, and none earlier', async () => {
    const tried = new Set<string>()
    const early = new Set<string>()
    for (const { resource, reply, item } of replies.flatMap((reply) => itemsIn(reply) ?? [])) {
      const { unread = [], shownEarly = [], whole, operation } = resource
      const fields = fieldsOf(item).filter((field) => ![...unread, ...shownEarly].includes(field))
      const key = `${operation} at ${reply.version}: ${fields.join()}`
      if (whole === true || fields.length === 0 || tried.has(key)) continue
      tried.add(key)
      const read = await readAgain(resource, item, reply.version, fields)
      // Selecting fields needs a newer version than some of the full resources.
      if (read.isErr() && !/selecting fields|details of BIOS settings/.test(read.error.message))
        early.add(`${key}: ${read.error.message}`)
    }
    expect([...early]).toEqual([])
  })
})

describe.each(READ_RESOURCES)('$operation', (resource) => {
  const { operation, unread = [], depends, keyedByName, seenOnlyInSimulator = false } = resource
  const seen = everything.filter((one) => one.resource === resource)
  const fullest = fullestOf(seen)

  it('has been seen', () => {
    const inRecordings = items(recorded).some((one) => one.resource === resource)
    expect(inRecordings).toBe(!seenOnlyInSimulator)
    expect(seen.length).toBeGreaterThan(0)
  })

  if (keyedByName === true || fullest === undefined) return

  it('checks every field, or passes it on by intention', async () => {
    const fields = new Set(seen.flatMap(({ item }) => (isObject(item) ? Object.keys(item) : [])))
    const known: string[] = []
    for (const field of fields) if (await isLookedAt(resource, fullest, field)) known.push(field)
    expect([...fields].filter((field) => !known.includes(field)).sort()).toEqual([...unread].sort())
  })

  it('requires the fields that it depends on, and names a missing one', async () => {
    const needed: string[] = []
    for (const field of Object.keys(fullest)) {
      const { [field]: _, ...rest } = fullest
      const read = await readAgain(resource, rest, NEWEST)
      if (read.isOk()) continue
      const error = expectErr(read, 'invalid_response')
      expect(error).toMatchObject({ operation, requestId: REQUEST_ID })
      expect(error.path.split('.').at(-1)).toBe(field)
      expect(error.message).toContain(field)
      needed.push(field)
    }
    expect(needed.sort()).toEqual([...depends].sort())
  })
})

const minorOf = (version: ApiVersion) => Number(version.slice(2))

/** The resource with the most fields, read in full. */
function fullestOf(seen: readonly SeenItem[]): JsonObject | undefined {
  return seen
    .filter(({ fields }) => fields === undefined)
    .map(({ item }) => item)
    .filter(isObject)
    .sort((one, other) => Object.keys(other).length - Object.keys(one).length)[0]
}

/** A field is checked if an impossible value is rejected. */
async function isLookedAt(resource: ReadResource, whole: JsonObject, field: string): Promise<boolean> {
  for (const odd of [null, 'odd', 5, true, [5], { odd: 5 }]) {
    const read = await readAgain(resource, { ...whole, [field]: odd }, NEWEST)
    if (read.isErr()) return expectErr(read, 'invalid_response').path.split('.').includes(field)
  }
  return false
}
