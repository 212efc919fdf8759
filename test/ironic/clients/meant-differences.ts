import type { Difference } from './differences.js'

interface MeantDifference {
  /** The step, or its beginning. */
  readonly step: string
  /** The place in the output, or its beginning. */
  readonly at: string
  readonly reason: string
}

/** Every intended difference. One that no longer occurs must be removed here. */
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
    step: 'port group delete <group>',
    at: 'stderr',
    reason: 'Ironic 21.4 looks for ports of the group by the wrong key, and answers 500 from its database.',
  },
  {
    step: 'node clean <a> --wait 60 --clean-steps \'[{"interface":"vendor"',
    at: 'stderr',
    reason: 'Ironic adds a print of its schema to the sentence that says what is wrong.',
  },
]

export const reasonFor = ({ step, at }: Difference): MeantDifference | undefined =>
  meantDifferences.find((meant) => step.startsWith(meant.step) && at.startsWith(meant.at))
