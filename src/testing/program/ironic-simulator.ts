#!/usr/bin/env node
import { styleText } from 'node:util'
import { UsageError, programOptions } from './program-options.js'
import { greeting, HELP, type Paint } from './program-text.js'
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
    process.stdout.write(greeting(served, options, paint))
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

/** Makes text bold or dim on a terminal, and leaves it plain elsewhere and with `NO_COLOR`. */
const paint: Paint = (style, text) =>
  process.stdout.isTTY && process.stdout.hasColors() ? styleText(style, text) : text

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is in use. Choose another one with --port, or any free one with --port 0.`
    case 'EACCES':
      return `This user may not listen on port ${port} of ${address}. Choose another port with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'This computer has no such address. Choose another one with --host.'
    default:
      return `The simulator could not be started: ${String(error)}`
  }
}

await main(process.argv.slice(2))
