import { format, inspect } from 'node:util'
import createDebug from 'debug'
import { afterEach, beforeEach } from 'vitest'

/** Records what `debug` writes in each test of a file, under any name. */
export function recordDebugOutput(): { readonly lines: string[] } {
  const lines: string[] = []
  const log = createDebug.log
  beforeEach(() => {
    lines.length = 0
    createDebug.log = (...line: unknown[]) => void lines.push(format(...line))
    createDebug.enable('*')
  })
  afterEach(() => {
    createDebug.disable()
    createDebug.log = log
  })
  return { lines }
}

/**
 * Returns everything that people and their logs may see of a value: printed forms, JSON, messages and stacks.
 */
export function tracesOf(value: unknown): string {
  const parts = [JSON.stringify(value), inspect(value, { depth: Infinity, showHidden: true }), String(value)]
  for (let error: unknown = value; error instanceof Error; error = error.cause)
    parts.push(error.message, String(error.stack))
  return parts.join('\n')
}

/** Returns the surroundings of each place where a text occurs in others, for the message of a failure. */
export function placesOf(searched: string, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const found: string[] = []
    for (let at = text.indexOf(searched); at !== -1 && found.length < 3; at = text.indexOf(searched, at + 1))
      found.push(text.slice(Math.max(0, at - 100), at + searched.length + 20))
    return found
  })
}
