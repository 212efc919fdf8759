import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { defineConfig } from 'vitest/config'
import { MUTATION_GROUPS } from './mutation-groups.js'

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const group = MUTATION_GROUPS[process.env['MUTATION_GROUP'] ?? '']
const bundled = (path: string) => fromRoot(`reports/mutation/bundle/${path}`)

// Every mutant loads the library again for every test file: one file does that ten times as fast as 450.
await build({
  entryPoints: {
    index: fromRoot(group?.entry ?? 'src/index.ts'),
    'testing/index': fromRoot('src/testing/index.ts'),
  },
  outdir: bundled('.'),
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
})

export default defineConfig({
  root: fromRoot('.'),
  resolve: {
    alias: [
      { find: 'ironic-driver/testing', replacement: bundled('testing/index.js') },
      { find: 'ironic-driver', replacement: bundled('index.js') },
    ],
  },
  test: { include: [...(group?.tests ?? [])], testTimeout: 30_000, isolate: false },
})
