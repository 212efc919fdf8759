/** What the library is tried with, by group. A group is installed as one folder, which is kept until its pins change. */
export const PINS = {
  /** TypeScript from the oldest that the README promises. */
  compilers: {
    '5.4': 'typescript@5.4.5',
    '5.7': 'typescript@5.7.3',
    '5.9': 'typescript@5.9.3',
    '6.0': 'typescript@6.0.3',
    '7.0': 'typescript@7.0.2',
  },
  /** Node: the first of each line that `engines` accepts, the last before it that does not, and the newest. */
  nodes: {
    '20.19': `${nodePackage()}@20.19.0`,
    '22.11': `${nodePackage()}@22.11.0`,
    '22.12': `${nodePackage()}@22.12.0`,
    '24': `${nodePackage()}@24.21.0`,
    '26': `${nodePackage()}@26.12.1`,
  },
  runtimes: { bun: 'bun@1.4.5', deno: 'deno@2.9.6' },
  managers: { pnpm: 'pnpm@12.21.0', yarn: '@yarnpkg/cli-dist@4.18.1' },
  runners: {
    jest: 'jest@30.5.2',
    '@babel/plugin-transform-modules-commonjs': '@babel/plugin-transform-modules-commonjs@7.29.14',
    vitest: 'vitest@5.1.2',
  },
  'older-runners': { vitest: 'vitest@4.1.12' },
  bundlers: {
    esbuild: 'esbuild@0.28.2',
    rollup: 'rollup@4.68.8',
    '@rollup/plugin-commonjs': '@rollup/plugin-commonjs@29.0.3',
    '@rollup/plugin-json': '@rollup/plugin-json@6.1.0',
    '@rollup/plugin-node-resolve': '@rollup/plugin-node-resolve@16.0.3',
    vite: 'vite@8.4.0',
    webpack: 'webpack@5.113.0',
  },
} as const

export type Group = keyof typeof PINS

/** Packages that a project of a user has beside the library. */
export const NODE_TYPES = '@types/node@20.19.43'
export const OPENTELEMETRY = '@opentelemetry/api@1.9.1'

/** The package that holds the binary itself; the one called `node` fetches it by a script. */
function nodePackage(): string {
  return `node-${process.platform}-${process.arch}`
}
