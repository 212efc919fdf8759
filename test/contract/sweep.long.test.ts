import { describe, expect, it } from 'vitest'
import { holdConversation, namesOf } from './replies/hold-conversation.js'
import { readRecordings } from './replies/recordings.js'
import { simulatedIronic } from './replies/simulated-ironic.js'
import { sweep } from './sweep/sweep.js'
import { sweptDifferences, unmetInSweep } from './sweep/swept-differences.js'

const recordings = await readRecordings(sweep)

describe.each(recordings)('the recorded replies of $name to odd requests', (recording) => {
  it.each(sweep.conversations)('the simulator sends: $name', async (conversation) => {
    const simulated = await holdConversation(simulatedIronic(recording), conversation)
    const recorded = new Map(
      [...simulated.keys()].map((key) => [key, recording.conversations.get(key) ?? []]),
    )
    expect([...simulated].map(([key, exchanges]) => [key, exchanges.length])).toEqual(
      [...recorded].map(([key, exchanges]) => [key, exchanges.length]),
    )
    expect(sweptDifferences(recorded, simulated)).toEqual([])
  })
})

it.each(recordings)('the recording of $name covers all odd requests', ({ maxApiVersion, conversations }) => {
  const asked = sweep.conversations.flatMap((conversation) => namesOf(conversation, maxApiVersion))
  expect([...conversations.keys()]).toEqual(asked.map(([name]) => name))
})

it('still has every difference that is allowed', () => {
  expect(recordings.map(({ name }) => name)).toEqual(['Ironic 21.4', 'Ironic 39.0'])
  expect(unmetInSweep()).toEqual([])
})
