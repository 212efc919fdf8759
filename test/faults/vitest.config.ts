import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SOURCE_ALIASES } from '../support/source-aliases.js'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: { alias: SOURCE_ALIASES },
  test: {
    include: ['test/faults/matrix/*.test.ts'],
    maxWorkers: '100%',
    // All cases of one operation; there may be thousands.
    testTimeout: 3_600_000,
  },
})
