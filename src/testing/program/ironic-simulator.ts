#!/usr/bin/env node
import { UsageError, programOptions } from './program-options.js'
import { greeting, HELP } from './program-text.js'
import { startProgram } from './start-program.js'

/** Exit codes: 1 when the simulator cannot be started, 2 when the command line is invalid. */
async function main(args: readonly string[]): Promise<void> {
  try {
    const options = programOptions(args)
    if (options === undefined) {
      process.stdout.write(HELP)
      return
    }
    const served = await startProgram(options)
    const end = () => void served.close()
    process.once('SIGINT', end).once('SIGTERM', end)
    process.stdout.write(greeting(served, options))
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${address} is taken; choose another with --port, or 0 for any that is free.`
    case 'EACCES':
      return `Port ${port} of ${address} may not be taken by this user; choose another with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'This machine has no such address; choose another with --host.'
    default:
      return `The simulator could not be started: ${String(error)}`
  }
}

await main(process.argv.slice(2))
