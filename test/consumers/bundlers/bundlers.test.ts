import { afterAll, beforeAll, expect, it } from 'vitest'
import { USED } from '../harness/expected-output.js'
import { makeBundleProject, type BundleProject } from './bundle-project.js'

let project: BundleProject

beforeAll(async () => {
  project = await makeBundleProject()
})

afterAll(() => project.remove())

it.each([
  ['esbuild', 'cjs'],
  ['vite', 'esm'],
  ['webpack', 'esm'],
  ['webpack', 'cjs'],
] as const)('runs on Node as one file that %s wrote as %s', async (bundler, format) => {
  const output = `${bundler}.${format === 'esm' ? 'mjs' : 'cjs'}`
  const bundled = await project.bundle(bundler, { entry: 'by-import.mjs', output, platform: 'node', format })
  expect(bundled).toEqual({ status: 0, output: '' })
  expect(await project.node(output)).toEqual({ status: 0, output: USED })
})
