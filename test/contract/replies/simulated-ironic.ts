import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { type MatchedServer, matchingOptions } from '../comparison/matching-options.js'
import type { AskedIronic } from './asked-ironic.js'

/** The simulator in place of that server, on a clock that is turned by who waits. */
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
    force: (node, columns) => {
      simulator.find(node)?.force(columns)
      return Promise.resolve()
    },
  }
}
