import type { Difference } from './differences.js'

interface MeantDifference {
  /** The step, or its beginning. */
  readonly step: string
  /** Where, or its beginning. */
  readonly at: string
  readonly reason: string
}

/** Every difference that shall stay. One that nobody sees any more has to go from here. */
export const meantDifferences: readonly MeantDifference[] = [
  {
    step: 'node create --driver fake-hardware --name <run>-x1',
    at: '',
    reason: 'Who may give a new node an owner depends on the login; Ironic without one lets nobody.',
  },
  {
    step: 'node delete <run>-x1',
    at: '',
    reason: 'It is the node that only the simulator made.',
  },
  {
    step: 'node set <c> --conductor-group',
    at: '',
    reason: 'The simulated conductor serves every group, so that groups need no setting up.',
  },
  {
    step: 'node list --conductor-group',
    at: '',
    reason: 'The simulated conductor serves every group, so that groups need no setting up.',
  },
  {
    step: 'node show not/a/name',
    at: 'stderr',
    reason:
      'Ironic answers 500 with a Python error to a path that is too long; the simulator knows no route.',
  },
  {
    step: 'node create --driver fake-hardware --name <run>-x4 --network-interface nothing',
    at: 'stderr',
    reason: 'The simulated conductor has all network interfaces enabled, and Ironic lists what is.',
  },
  ...['conductor list --long', 'conductor show <conductor>', 'conductors', 'driver list', 'drivers'].map(
    (step) => ({ step, at: '', reason: 'The simulated conductor has all drivers that the simulator has.' }),
  ),
  ...['driver show fake-hardware', 'the driver'].map((step) => ({
    step,
    at: '',
    reason: 'The simulated conductor has all interfaces of network and storage enabled.',
  })),
  {
    step: 'port set <port> --node <b>',
    at: '',
    reason: 'Ironic answers 500 from its database; the simulator moves the port, as is documented.',
  },
]

export const reasonFor = ({ step, at }: Difference): MeantDifference | undefined =>
  meantDifferences.find((meant) => step.startsWith(meant.step) && at.startsWith(meant.at))
