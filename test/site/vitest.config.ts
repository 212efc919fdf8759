import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The tests of the site as `npm run docs` has built it.
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  // Lighthouse reads a page for seconds, and one page at a time.
  test: {
    include: ['test/site/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
