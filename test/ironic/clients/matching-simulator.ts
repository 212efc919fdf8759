import { IronicSimulator, serveSimulator, type ServedSimulator } from 'ironic-driver/testing'
import { matchingOptions } from '../../contract/comparison/matching-options.js'
import type { ServerUnderTest } from '../servers.js'

/** Serves the simulator in place of that server, in real time. */
export function serveMatchingSimulator(server: ServerUnderTest): Promise<ServedSimulator> {
  return serveSimulator(new IronicSimulator(matchingOptions(server)))
}
