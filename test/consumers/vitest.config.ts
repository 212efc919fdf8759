import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/consumers/**/*.test.ts'],
    globalSetup: fileURLToPath(new URL('global-setup.ts', import.meta.url)),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Every test starts a process of its own.
    maxWorkers: 2,
    maxConcurrency: 2,
  },
})
