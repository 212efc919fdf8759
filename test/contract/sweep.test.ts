import { describe, expect, it } from 'vitest'
import { holdConversation } from './replies/hold-conversation.js'
import { readRecordings } from './replies/recordings.js'
import { simulatedIronic } from './replies/simulated-ironic.js'
import { sweep } from './sweep/sweep.js'
import { sweptDifferences } from './sweep/swept-differences.js'

const recordings = await readRecordings(sweep)

describe.each(recordings)('what $name has answered to odd requests', (recording) => {
  it.each(sweep.conversations)('the simulator answers: $name', async (conversation) => {
    const simulated = await holdConversation(simulatedIronic(recording), conversation)
    const recorded = new Map(
      [...simulated.keys()].map((key) => [key, recording.conversations.get(key) ?? []]),
    )
    expect(sweptDifferences(recorded, simulated)).toEqual([])
  })
})

it('was asked of both releases', () => {
  expect(recordings.map(({ name }) => name)).toEqual(['Ironic 21.4', 'Ironic 39.0'])
})
