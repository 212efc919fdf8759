/** The files that one run mutates, and the tests that must notice: those of that code, except those that take minutes. */
export interface MutationGroup {
  /** Globs without braces, which Stryker's command line splits at the comma. */
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
  /** The module that tests import as `ironic-driver`, if the whole library is more than they need. */
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
      'test/modules/enrollment/*.test.ts',
      'test/modules/lifecycle/**/*.test.ts',
      'test/operations/provision-verb-plan.test.ts',
    ],
  },
  plans: {
    mutate: ['src/modules/power/*-plan.ts', 'src/operations/send-provision-verb.ts'],
    tests: [
      'test/modules/{power,rebuild,rescue}/*.test.ts',
      'test/operations/provision-verb-plan.test.ts',
      'test/journeys/called-twice.test.ts',
    ],
  },
  spawn: {
    mutate: ['src/modules/provisioning/spawn/spawn-action.ts', 'src/modules/provisioning/spawn/plan-*.ts'],
    tests: [
      'test/operations/carriers.test.ts',
      'test/modules/deployment/*.test.ts',
      'test/modules/provisioning/spawn/{plan-spawn,spawn-found,spawn-on-picked-node}.test.ts',
    ],
  },
  undo: {
    mutate: [
      'src/modules/provisioning/spawn/*undo*.ts',
      'src/modules/provisioning/claim/relink-instance.ts',
      'src/modules/provisioning/claim/give-back-node.ts',
    ],
    tests: [
      'test/modules/provisioning/claim/lessee.test.ts',
      'test/modules/provisioning/destroy/nothing-left.test.ts',
      'test/modules/provisioning/spawn/{spawn-on-picked-node,spawn-races.long,undo-*}.test.ts',
    ],
  },
  unlink: {
    mutate: ['remove-link*', 'link-*', 'unlink-*'].map((name) => `src/modules/provisioning/claim/${name}.ts`),
    tests: [
      'test/modules/provisioning/claim/{lessee,lessee-give-back,unlink,unlink-meanwhile,unlink-refusals}.test.ts',
      'test/modules/provisioning/destroy/nothing-left.test.ts',
    ],
  },
  'tear-down': {
    mutate: ['src/modules/provisioning/destroy/tear-down*.ts'],
    tests: [
      'test/modules/provisioning/claim/unlink.test.ts',
      'test/modules/provisioning/destroy/{destroy-failures,nothing-left,tear-down-plan}.test.ts',
    ],
  },
  secrets: {
    mutate: ['src/errors/*.ts'],
    tests: ['test/errors/*.test.ts'],
  },
}
