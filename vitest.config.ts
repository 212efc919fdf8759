import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: 'ironic-driver/testing', replacement: source('testing/index.ts') },
      { find: 'ironic-driver', replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Machines that this runs on are small and busy.
    testTimeout: 30_000,
    // Vitest leaves one core idle, of which there may be just two.
    maxWorkers: '100%',
    exclude: ['test/faults/matrix/**', 'test/ironic/**', 'test/package/**', 'test/kill/**'],
    typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
  },
})
