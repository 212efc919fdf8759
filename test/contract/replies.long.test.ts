import { describe, expect, it } from 'vitest'
import { conversations } from './replies/conversations.js'
import { holdConversation, namesOf } from './replies/hold-conversation.js'
import { readRecordings, replies } from './replies/recordings.js'
import { simulatedIronic } from './replies/simulated-ironic.js'
import { unmeantDifferences, unmetDifferences } from './replies/unmeant-differences.js'

const recordings = await readRecordings(replies)

describe.each(recordings)('the recorded replies of $name', (recording) => {
  it.each(conversations)('the simulator sends: $name', async (conversation) => {
    const simulated = await holdConversation(simulatedIronic(recording), conversation)
    const recorded = new Map(
      [...simulated.keys()].map((key) => [key, recording.conversations.get(key) ?? []]),
    )
    expect([...simulated].map(([key, exchanges]) => [key, exchanges.length])).toEqual(
      [...recorded].map(([key, exchanges]) => [key, exchanges.length]),
    )
    expect(unmeantDifferences(recorded, simulated)).toEqual([])
  })
})

it.each(recordings)('the recording of $name is complete', ({ maxApiVersion, conversations: recorded }) => {
  const asked = conversations.flatMap((conversation) => namesOf(conversation, maxApiVersion))
  expect([...recorded.keys()]).toEqual(asked.map(([name]) => name))
})

it('still has every difference that is allowed', () => {
  expect(recordings).toHaveLength(2)
  expect(unmetDifferences()).toEqual([])
})
