import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { matchingOptions } from '../contract/comparison/matching-options.js'
import type { AskedIronic } from '../contract/replies/asked-ironic.js'
import { conversations } from '../contract/replies/conversations.js'
import { type Exchange, holdConversation } from '../contract/replies/hold-conversation.js'
import { readRecording, renewed, replies, writeRecording } from '../contract/replies/recordings.js'
import { writeColumns } from '../contract/replies/simulated-ironic.js'
import { unmeantDifferences, unmetDifferences } from '../contract/replies/unmeant-differences.js'
import { httpIronic } from './replies/http-ironic.js'
import { servers } from './servers.js'

/** `npm run test:ironic -- --record` writes the replies of the real servers instead of comparing them. */
const records = process.env['IRONIC_DRIVER_RECORD'] === '1'

/**
 * Once a minute Ironic reads the power state of each node, and holds its lock meanwhile. A request that is
 * refused just then is repeated with the whole conversation. A real difference occurs each time.
 */
const LOCKED_BY_ITSELF = 2

describe.concurrent.each([...servers()])('$name', (server) => {
  const { name, maxApiVersion, url } = server
  const real = httpIronic({
    name,
    maxApiVersion,
    url,
    force: (node, columns) => server.forceNode(node, columns),
  })
  const answered = new Map<string, readonly Exchange[]>()

  afterAll(async () => {
    if (!records) return
    await writeRecording(
      replies,
      renewed(replies, { name, maxApiVersion }, await readRecording(replies, name), answered),
    )
  })

  it.runIf(records).each(conversations)('is recorded: $name', async (conversation) => {
    for (const [key, exchanges] of await holdConversation(real, conversation)) answered.set(key, exchanges)
  })

  it.skipIf(records).each(conversations)(
    'answers as recorded, and as the simulator does: $name',
    { retry: LOCKED_BY_ITSELF },
    async (conversation) => {
      const [held, simulated] = await Promise.all([
        holdConversation(real, conversation),
        onServedSimulator(real, (simulator) => holdConversation(simulator, conversation)),
      ])
      const recorded = (await readRecording(replies, name))?.conversations
      for (const [key, exchanges] of held) expect(exchanges, key).toEqual(recorded?.get(key))
      expect(unmeantDifferences(held, simulated)).toEqual([])
    },
  )
})

it.runIf(servers().length > 1 && !records)('differs in everything in which the simulator may differ', () => {
  expect(unmetDifferences()).toEqual([])
})

async function onServedSimulator<T>(
  server: AskedIronic,
  work: (ironic: AskedIronic) => Promise<T>,
): Promise<T> {
  const simulator = new IronicSimulator(matchingOptions(server))
  const served = await serveSimulator(simulator)
  const { url } = served
  try {
    const { name, maxApiVersion } = server
    const force: AskedIronic['force'] = (node, columns) => writeColumns(simulator, node, columns)
    return await work(httpIronic({ name, maxApiVersion, url, force }))
  } finally {
    await served.close()
  }
}
