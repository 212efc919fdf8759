import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { type MatchedServer, matchingOptions } from '../comparison/matching-options.js'
import type { AskedIronic } from './asked-ironic.js'
import type { Force } from './conversation.js'

/** Writes only the given columns, like SQL. */
export function writeColumns(
  simulator: IronicSimulator,
  uuid: string,
  columns: Force['columns'],
): Promise<void> {
  const node = simulator.find(uuid)
  if (node === undefined) throw new Error(`The simulator has no node ${uuid}`)
  const { target_provision_state, provision_updated_at, updated_at } = node.now
  node.force({ target_provision_state, provision_updated_at, updated_at, ...columns })
  return Promise.resolve()
}

/** A simulator in place of that server, on a clock that waiting callers advance. */
export function simulatedIronic({ name, maxApiVersion }: MatchedServer): AskedIronic {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ ...matchingOptions({ name, maxApiVersion }), clock })
  return {
    name,
    maxApiVersion,
    url: 'http://ironic.test:6385',
    send: async (request) => {
      const sent = await clock.run(simulator.send(request))
      if (sent.isErr()) throw sent.error
      return sent.value
    },
    pause: () => clock.advance(100),
    force: (node, columns) => writeColumns(simulator, node, columns),
  }
}
