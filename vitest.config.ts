import { defineConfig } from 'vitest/config'
import { SOURCE_ALIASES } from './test/support/source-aliases.js'

/** Tests with a configuration of their own. */
const ELSEWHERE = [
  'test/browser/**',
  'test/consumers/**',
  'test/faults/matrix/**',
  'test/ironic/**',
  'test/package/**',
  'test/kill/**',
  'test/prometheus/**',
  'test/site/**',
]
const LONG = 'test/**/*.long.test.ts'

export default defineConfig({
  resolve: { alias: SOURCE_ALIASES },
  test: {
    // Machines that this runs on are small and busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Vitest leaves one core idle, of which there may be just two.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...ELSEWHERE, LONG],
          // Loading the library anew for each file would take longer than most of them.
          isolate: false,
          typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: [LONG],
          exclude: ELSEWHERE,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
