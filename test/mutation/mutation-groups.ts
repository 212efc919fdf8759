/** What is mutated in one run, and the tests that have to notice: those of that code, and none that take minutes. */
export interface MutationGroup {
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
    mutate: ['src/modules/lifecycle/*-plan.ts'],
    tests: ['test/modules/{enroll,enroll-all,lifecycle-lock,lifecycle-paths,lifecycle-verbs,upkeep}.test.ts'],
  },
  plans: {
    mutate: ['src/modules/{power,rebuild,rescue}/*-plan.ts'],
    tests: ['test/modules/{power,rebuild,rebuild-left,rescue}.test.ts', 'test/journeys/called-twice.test.ts'],
  },
  spawn: {
    mutate: ['src/modules/provisioning/{spawn-plan,plan-spawn,plan-somewhere}.ts'],
    tests: ['test/modules/{spawn-found,spawn-somewhere,carriers,instance-info}.test.ts'],
  },
  undo: {
    mutate: ['src/modules/provisioning/{undo-spawn,spawn-or-undo,relink-instance,give-back-node}.ts'],
    tests: ['test/modules/{spawn-patience,spawn-races,spawn-undo,nothing-left,unlink,lessee}.test.ts'],
  },
  unlink: {
    mutate: ['src/modules/provisioning/{link-removal,remove-link*,unlink-*}.ts'],
    tests: ['test/modules/{unlink,nothing-left,spawn-races,destroy-failures,lessee}.test.ts'],
  },
  'tear-down': {
    mutate: ['src/modules/provisioning/tear-down*.ts'],
    tests: [
      'test/modules/{destroy-every-state,destroy-failures,nothing-left,spawn-races,unlink,lessee}.test.ts',
    ],
  },
  secrets: {
    mutate: ['src/errors/*.ts'],
    tests: ['test/errors/*.test.ts'],
  },
}
