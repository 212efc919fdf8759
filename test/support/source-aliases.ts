import { fileURLToPath } from 'node:url'

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

/** The aliases by which tests import the library by name, as its users do, and get its sources. */
export const SOURCE_ALIASES = [
  { find: 'ironic-driver/client', replacement: source('client/index.ts') },
  { find: 'ironic-driver/otel', replacement: source('otel/index.ts') },
  { find: 'ironic-driver/testing', replacement: source('testing/index.ts') },
  { find: 'ironic-driver', replacement: source('index.ts') },
]
