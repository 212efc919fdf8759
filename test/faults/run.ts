import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCaseId } from './matrix-case.js'
import { matrixEnv } from './matrix-options.js'
import { readReports, reportTable } from './matrix-report.js'
import { requestLog } from './request-log.js'
import { violationsOf } from './run-operation.js'
import { readRunOptions, type RunOptions } from './run-options.js'

const vitestConfig = fileURLToPath(new URL('vitest.config.ts', import.meta.url))

async function main(): Promise<number> {
  const options = readRunOptions(process.argv.slice(2))
  return options.only.length > 0 ? runSome(options.only) : runMatrix(options)
}

/** Runs single cases, and shows the requests that the simulator received. */
async function runSome(ids: readonly string[]): Promise<number> {
  let failed = 0
  for (const id of ids) {
    const log = requestLog()
    const violations = await violationsOf(parseCaseId(id))
    console.log(`${id}: ${violations.length} violations\n${log.text()}`)
    for (const { rule, why } of violations) console.log(`${rule}: ${why}`)
    failed += violations.length
  }
  return failed === 0 ? 0 : 1
}

async function runMatrix({ cases, seed, vitestArgs }: RunOptions): Promise<number> {
  const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
  const reportFolder = mkdtempSync(join(tmpdir(), 'fault-matrix-'))
  try {
    const child = spawn(process.execPath, [vitest, 'run', '--config', vitestConfig, ...vitestArgs], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...matrixEnv({ cases, seed, reportFolder }) },
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    console.log(reportTable(readReports(reportFolder)))
    return code ?? 1
  } finally {
    rmSync(reportFolder, { recursive: true, force: true })
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
