import { createKyTransport, IronicDriver } from 'ironic-driver'
import { describe } from 'vitest'
import { describeIdentity } from '../contract/identity-contract.js'
import { servers } from './servers.js'

/** Below 1.91, Ironic removes `.json` from a name. */
const VERSIONS = [{}, { newestVersion: '1.82' }] as const

describe.concurrent.each([...servers()])('$name', ({ url, maxApiVersion }) => {
  describe.each(VERSIONS.filter((one) => !('newestVersion' in one) || maxApiVersion !== '1.82'))(
    'with %j',
    (versions) => {
      describeIdentity(() => ({
        driver: new IronicDriver({ transport: createKyTransport({ endpoint: url }), ...versions }),
        run: async (work) => work,
      }))
    },
  )
})
