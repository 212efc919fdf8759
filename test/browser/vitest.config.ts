import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SOURCE_ALIASES } from '../support/source-aliases.js'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { alias: SOURCE_ALIASES },
  // It may have to install Chromium.
  test: { include: ['test/browser/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000 },
})
