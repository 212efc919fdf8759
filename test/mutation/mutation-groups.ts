/** What is mutated in one run, and the tests that have to notice: those of that code, and none that take minutes. */
export interface MutationGroup {
  /** Globs without alternatives in braces, which Stryker's command line takes apart at the comma. */
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
  /** What the tests import as `ironic-driver`, when the whole library would be more than they need. */
  readonly entry?: string
}

export const MUTATION_GROUPS: Readonly<Record<string, MutationGroup>> = {
  states: {
    mutate: ['src/states/*.ts'],
    tests: ['test/states/*.test.ts'],
    entry: 'src/states/index.ts',
  },
  'lifecycle-plans': {
    mutate: [
      'src/modules/lifecycle/**/*-plan.ts',
      'src/modules/enrollment/**/*-plan.ts',
      'src/operations/*-plan.ts',
    ],
    tests: [
      'test/modules/{enroll,enroll-all,lifecycle-lock,lifecycle-paths.long,lifecycle-verbs,upkeep}.test.ts',
    ],
  },
  plans: {
    mutate: ['src/modules/power/*-plan.ts', 'src/modules/rebuild/*-plan.ts', 'src/modules/rescue/*-plan.ts'],
    tests: [
      'test/modules/{power,rebuild,rebuild-left,rebuild-rescue-plan,rescue}.test.ts',
      'test/journeys/called-twice.test.ts',
    ],
  },
  spawn: {
    mutate: ['src/modules/provisioning/spawn/spawn-action.ts', 'src/modules/provisioning/spawn/plan-*.ts'],
    tests: ['test/modules/{carriers,instance-info,plan-spawn,spawn-found,spawn-somewhere}.test.ts'],
  },
  undo: {
    mutate: [
      'src/modules/provisioning/spawn/*undo*.ts',
      'src/modules/provisioning/claim/relink-instance.ts',
      'src/modules/provisioning/claim/give-back-node.ts',
    ],
    tests: [
      'test/modules/{lessee,nothing-left,spawn-races.long,spawn-somewhere,spawn-undo.long,spawn-undo-remains,spawn-undo-states}.test.ts',
    ],
  },
  unlink: {
    mutate: ['remove-link*', 'link-*', 'unlink-*'].map((name) => `src/modules/provisioning/claim/${name}.ts`),
    tests: [
      'test/modules/{lessee,lessee-give-back,nothing-left,unlink,unlink-meanwhile,unlink-refusals}.test.ts',
    ],
  },
  'tear-down': {
    mutate: ['src/modules/provisioning/destroy/tear-down*.ts'],
    tests: ['test/modules/{destroy-failures,nothing-left,tear-down-plan,unlink}.test.ts'],
  },
  secrets: {
    mutate: ['src/errors/*.ts'],
    tests: ['test/errors/*.test.ts'],
  },
}
