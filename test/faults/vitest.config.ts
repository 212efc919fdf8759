import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: {
    alias: [
      { find: 'ironic-driver/testing', replacement: fromRoot('src/testing/index.ts') },
      { find: 'ironic-driver', replacement: fromRoot('src/index.ts') },
    ],
  },
  test: {
    include: ['test/faults/matrix/*.test.ts'],
    maxWorkers: '100%',
    // All cases of one operation; there may be thousands.
    testTimeout: 3_600_000,
  },
})
