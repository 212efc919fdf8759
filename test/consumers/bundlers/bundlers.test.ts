import { afterAll, beforeAll, expect, it } from 'vitest'
import { USED } from '../harness/expected-output.js'
import { makeBundleProject, type BundleProject } from './bundle-project.js'

let project: BundleProject

beforeAll(async () => {
  project = await makeBundleProject()
})

afterAll(() => project.remove())

it.each([
  ['esbuild', 'esm'],
  ['esbuild', 'cjs'],
  ['rollup', 'esm'],
  ['vite', 'esm'],
  ['webpack', 'esm'],
  ['webpack', 'cjs'],
] as const)('runs on Node as one file that %s wrote as %s', async (bundler, format) => {
  const output = `${bundler}.${format === 'esm' ? 'mjs' : 'cjs'}`
  const bundled = await project.bundle(bundler, { entry: 'by-import.mjs', output, platform: 'node', format })
  expect(bundled).toEqual({ status: 0, output: '' })
  expect(await project.node(output)).toEqual({ status: 0, output: USED })
})

it.each(['esbuild', 'rollup', 'vite', 'webpack'] as const)(
  'bundles for browsers with %s, without a polyfill or a warning',
  async (bundler) => {
    const output = `${bundler}-browser.js`
    const options = { entry: 'by-import.mjs', output, platform: 'browser', format: 'esm' } as const
    expect(await project.bundle(bundler, options)).toEqual({ status: 0, output: '' })
    expect(await project.read(output)).not.toMatch(/(?:from|import|require\() ?["']node:/)
  },
)
