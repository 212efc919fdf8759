import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { killEnv, readRunOptions } from './kill-options.js'

const vitestConfig = fileURLToPath(new URL('vitest.config.ts', import.meta.url))

const { vitestArgs, ...options } = readRunOptions(process.argv.slice(2))
const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
const child = spawn(process.execPath, [vitest, 'run', '--config', vitestConfig, ...vitestArgs], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...killEnv(options) },
})
const [code] = (await once(child, 'exit')) as [number | null]
process.exit(code ?? 1)
