import { transform } from 'esbuild'
import { typescriptBlocks } from '../../examples/markdown-blocks.js'

/** Returns the test of the README's "Test your service" as JavaScript: an ES module for Node's own test runner. */
export async function readmeTest(): Promise<string> {
  const blocks = typescriptBlocks('README.md').map(({ code }) => code)
  const test = blocks.find((code) => code.includes("from 'node:test'"))
  if (test === undefined) throw new Error("the README has no test for Node's own test runner")
  const { code } = await transform(test, { loader: 'ts', target: 'node20', format: 'esm' })
  return code
}

/** Returns the test for a runner from which it is imported, or without an import for one that makes it global. */
export function forRunner(test: string, runner?: string): string {
  const imported = runner === undefined ? '' : `import { test } from '${runner}'\n`
  return test.replace(/^import .* from "node:test";\n/m, imported)
}

/** Returns a test as CommonJS: its imports as calls of `require`. */
export function byRequire(test: string): string {
  return test.replace(/^import (.*?) from (".*?");$/gm, 'const $1 = require($2)')
}
