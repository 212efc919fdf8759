import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { KnownProvisionState } from '../../../../src/states/provision-states.js'
import { NODE_COMMANDS } from '../../support/node-commands.js'
import { MODEL_RELEASES, type ModelRelease, NodeModel } from '../../support/node-model.js'
import { rawIronic } from '../../support/raw-ironic.js'

const RELEASES = Object.keys(MODEL_RELEASES) as ModelRelease[]

/** The flags of a new node. */
const FLAGS = fc.constantFrom({}, {}, {}, { retired: true }, { protected: true }, { maintenance: true })

/** Returns the states in which nothing is under way. */
function startsOf(model: NodeModel): KnownProvisionState[] {
  return Object.keys(model.machine).filter((state) => !state.endsWith('ing')) as KnownProvisionState[]
}

describe.each(RELEASES)('Ironic %s', (release) => {
  it.each(['fake-hardware', 'redfish'] as const)(
    'on %s follows its state machine in any order of events',
    async (profile) => {
      const start = fc.constantFrom(...startsOf(new NodeModel(profile, release, 'enroll')))
      const walks = fc.commands(NODE_COMMANDS, { maxCommands: 20, size: 'max' })
      await fc.assert(
        fc.asyncProperty(start, FLAGS, walks, async (state, flags, walk) => {
          const ironic = rawIronic({ release, hardware: profile, timings: { heartbeat: 30_000 } })
          const node = ironic.simulator.node({ name: 'a' }).inState(state, flags)
          const model = Object.assign(new NodeModel(profile, release, state), flags)
          await fc.asyncModelRun(() => ({ model, real: { ironic, node } }), walk)
        }),
        { numRuns: 400, seed: 7 },
      )
    },
  )
})
