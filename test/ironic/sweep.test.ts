import { afterAll, describe, expect, it } from 'vitest'
import { type Exchange, holdConversation, namesOf } from '../contract/replies/hold-conversation.js'
import { readRecordings, renewed, writeRecording } from '../contract/replies/recordings.js'
import { disturbedReplies } from '../contract/sweep/disturbed.js'
import { isOnlyOurs } from '../contract/sweep/only-ours.js'
import { sampleOf } from '../contract/sweep/sweep-sample.js'
import { sweep } from '../contract/sweep/sweep.js'
import { httpIronic } from './replies/http-ironic.js'
import { servers } from './servers.js'

/** `npm run test:ironic -- --record` sends everything and writes the replies. */
const records = process.env['IRONIC_DRIVER_RECORD'] === '1'

/** Requests whose replies others have disturbed are repeated. A real difference occurs each time. */
const DISTURBED = 2

const recordings = await readRecordings(sweep)
const targets = servers().map((server) => ({
  ...server,
  recording: recordings.find(({ name }) => name === server.name),
}))

describe.concurrent.each(targets)('odd requests to $name', (target) => {
  const { name, maxApiVersion, url, recording } = target
  const real = httpIronic({
    name,
    maxApiVersion,
    url,
    force: (node, columns) => target.forceNode(node, columns),
  })
  const answered = new Map<string, readonly Exchange[]>()

  afterAll(async () => {
    if (!records) return
    await writeRecording(sweep, renewed(sweep, { name, maxApiVersion }, recording, answered))
  })

  it.runIf(records).each(sweep.conversations)(
    'are recorded: $name',
    { retry: DISTURBED },
    async (conversation) => {
      for (const [key, exchanges] of await holdConversation(real, conversation)) {
        expect(disturbedReplies(exchanges), key).toEqual([])
        answered.set(key, exchanges)
      }
    },
  )

  it.skipIf(records).each(sampleOf(sweep.conversations))(
    'are answered as recorded: $name',
    { retry: DISTURBED },
    async (conversation) => {
      const held = await holdConversation(real, conversation)
      expect([...held.keys()]).toEqual(namesOf(conversation, maxApiVersion).map(([key]) => key))
      for (const [key, exchanges] of held) expect(exchanges, key).toEqual(recording?.conversations.get(key))
    },
  )
})

it('change nothing that the run has not created', () => {
  const asked = sweep.conversations.flatMap(({ steps }) => steps.filter((step) => step.kind === 'ask'))
  expect(asked.filter((ask) => !isOnlyOurs(ask))).toEqual([])
})
