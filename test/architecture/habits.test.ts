import { expect, it } from 'vitest'
import { globalsOf, readSourceFiles, type SourceFile } from './source-files.js'

/**
 * Globals that a library must not use behind its caller's back, and the files that exist for that purpose.
 * Time, randomness and settings come in through parameters, so that a test controls them.
 */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  console: [],
  'process.env': [],
  'process.exit': [],
  setTimeout: [
    'clock/system-clock.ts',
    'testing/time/forgotten-run.ts',
    'testing/time/forgotten-run.ts',
    'testing/time/manual-clock.ts',
  ],
  setInterval: [],
  setImmediate: ['clock/on-next-turn.ts'],
  'AbortSignal.timeout': [],
  'Date.now': ['clock/system-clock.ts'],
  'new Date()': [],
  'performance.now': ['otel/trace-time.ts', 'testing/time/forgotten-run.ts', 'testing/time/manual-clock.ts'],
  'Math.random': ['client/requests/client-options.ts'],
}

const LONGEST_FILE = 300

const files = readSourceFiles()
const globals = globalsByPath(files)

function globalsByPath(sources: readonly SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(sources.map((file) => [file.path, globalsOf(file)]))
}

function usersOf(name: string, byPath: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return [...byPath].filter(([, used]) => used.has(name)).map(([path]) => path)
}

it.each(Object.entries(RESERVED))('uses %s only in the intended files: %j', (name, users) => {
  expect(new Set(usersOf(name, globals))).toEqual(new Set(users))
})

it('notices real uses, and ignores mentions', () => {
  const used = `
    console.log(1); const { exit } = process; if (process.env.HOME) process.exit(1); setTimeout(f); later(setInterval)
    AbortSignal.timeout(1); export const at = Date.now(), day = new Date(), dice = { roll: Math.random }
    setImmediate(f); performance.now()`
  const spoken = `
    /** \`Math.random\`, process.env and \`setTimeout(f, 1)\` */
    export const day = new Date(0), text = 'console.log(Date.now())', its = clock.setTimeout(1), own = { console: 'none' }`
  const planted = globalsByPath([
    { path: 'used.ts', text: used },
    { path: 'spoken.ts', text: spoken },
  ])
  for (const name of Object.keys(RESERVED)) expect(usersOf(name, planted), name).toEqual(['used.ts'])
})

it(`has no file of more than ${LONGEST_FILE} lines`, () => {
  const long = files.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE)
  expect(long.map(({ path }) => path)).toEqual([])
})
