import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'

const { entry, output, platform, format } = JSON.parse(process.argv[2])
const onNode = platform === 'node'
const bundle = await rollup({
  input: entry,
  // Rollup imports all that undici may load, such as node:sqlite, which older versions of Node do not have.
  external: onNode ? ['undici'] : [],
  plugins: [
    nodeResolve({
      preferBuiltins: onNode,
      browser: !onNode,
      exportConditions: onNode ? ['node'] : ['browser'],
    }),
    commonjs(),
    json(),
  ],
})
await bundle.write({ file: output, format, inlineDynamicImports: true })
await bundle.close()
