import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SOURCE_ALIASES } from '../support/source-aliases.js'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export default defineConfig({
  root: fromRoot('.'),
  resolve: { alias: SOURCE_ALIASES },
  test: {
    include: ['test/ironic/**/*.test.ts'],
    // the files share two servers on a few cores: running them one by one keeps their timing honest
    fileParallelism: false,
    // most of a test is waiting
    maxConcurrency: 12,
    testTimeout: 300_000,
    // Ironic 39.0 sometimes loses a deployment under load: the node stays in "deploying" without a lock, and
    // nothing is logged. A real difference fails each time.
    retry: 1,
    hookTimeout: 120_000,
  },
})
