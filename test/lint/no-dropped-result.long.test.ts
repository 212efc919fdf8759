import { fileURLToPath } from 'node:url'
import { Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import tseslint from 'typescript-eslint'
import { noDroppedResult } from './no-dropped-result.js'

const declarations = `
import { ok, type Result, type ResultAsync } from 'neverthrow'
declare function sync(): Result<number, Error>
declare function asynchronous(): ResultAsync<number, Error>
declare function promised(): Promise<Result<number, Error>>
declare function each(callback: (item: number) => void): void
declare function map<T>(callback: (item: number) => T): T
declare const maybe: { call(): Result<number, Error> } | undefined
declare const yes: boolean
declare function plain(): number
`

/** Returns the text of each line of `code` that the rule flags. */
function flagged(code: string): readonly string[] {
  const linter = new Linter({ cwd: fileURLToPath(new URL('../..', import.meta.url)) })
  const messages = linter.verify(
    declarations + code,
    [
      {
        files: ['**/*.ts'],
        plugins: { local: { rules: { 'no-dropped-result': noDroppedResult } } as never },
        rules: { 'local/no-dropped-result': 'error' },
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: {
            projectService: { allowDefaultProject: ['planted.ts'] },
            tsconfigRootDir: fileURLToPath(new URL('../..', import.meta.url)),
          },
        },
      },
    ],
    'planted.ts',
  )
  const lines = (declarations + code).split('\n')
  return messages.map(({ message, line }) => (message.includes('Result') ? (lines[line - 1] ?? '') : message))
}

const dropped = [
  'sync()',
  'asynchronous()',
  'await asynchronous()',
  'promised()',
  'await promised()',
  'yes ? sync() : plain()',
  'yes && sync()',
  'maybe?.call()',
  'sync().map((value) => value + 1)',
  'plain(), sync()',
  'await Promise.all([promised(), promised()])',
  'each(() => sync())',
  'ok(1)',
]

const handled = [
  'const result = sync(); if (result.isErr()) throw result.error',
  'let later: Result<number, Error>; later = sync(); export { later }',
  'sync().match(() => undefined, () => undefined)',
  'sync()._unsafeUnwrap()',
  'export const value = await asynchronous()',
  'map(() => plain()); each(() => plain())',
  'export const all = [1].map(() => sync())',
  'void asynchronous()',
  'class Ok { readonly own = 1 } new Ok(); declare function mine(): Ok; mine()',
  'export function pass() { return sync() }',
]

// One program for all lines: a program for each line would take seconds.
const found = flagged([...dropped, ...handled].join('\n'))

describe('no-dropped-result', () => {
  test('flags every planted line that drops a Result, once', () => {
    expect(found.filter((line) => !handled.includes(line))).toEqual(dropped)
  })

  test('accepts every line that handles a Result, discards it with `void`, or has none', () => {
    expect(found.filter((line) => handled.includes(line))).toEqual([])
  })
})
