import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { bundleCode } from './bundle-code.js'
import { DECLARATIONS, root } from './entries.js'
import { rollUpTypes } from './roll-up-types.js'

const dist = `${root}dist`
await Promise.all([dist, DECLARATIONS].map((folder) => rm(folder, { recursive: true, force: true })))

await bundleCode(dist)
const tsc = [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`]
execFileSync(process.execPath, [...tsc, '--outDir', DECLARATIONS], { stdio: 'inherit' })
await rollUpTypes(dist)
