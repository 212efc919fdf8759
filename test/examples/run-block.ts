import { inspect } from 'node:util'
import * as neverthrow from 'neverthrow'
import ts from 'typescript'
import * as ironicDriver from 'ironic-driver'
import * as ironicDriverTesting from 'ironic-driver/testing'

/** What a block found when it ran: the lines that it printed, and its `result`. */
export interface BlockEnd {
  readonly printed: string
  readonly result: unknown
}

/** Names that a block may use without declaring them, such as `driver`. */
export type Scope = Readonly<Record<string, unknown>>

type ImportModule = (name: string) => Promise<unknown>

const OWN: Readonly<Record<string, unknown>> = {
  'ironic-driver': ironicDriver,
  'ironic-driver/testing': ironicDriverTesting,
  neverthrow,
}

const AsyncFunction = runBlock.constructor as new (
  ...names: string[]
) => (...values: unknown[]) => Promise<unknown>

/**
 * Runs a TypeScript block of a document in this process. `modules` replaces modules that it imports. What it prints by
 * `console` is returned.
 */
export async function runBlock(code: string, scope: Scope = {}, modules: Scope = {}): Promise<BlockEnd> {
  const printed: string[] = []
  const print = (...values: unknown[]) => {
    printed.push(values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '))
  }
  const console = { log: print, info: print, warn: print, error: print }
  const importModule: ImportModule = (name) =>
    Promise.resolve(modules[name] ?? OWN[name] ?? import(/* @vite-ignore */ name))
  const given: Scope = { ...scope, console, importModule }
  const run = new AsyncFunction(...Object.keys(given), `${asFunctionBody(code)}\n${RETURN_RESULT}`)
  const result = await run(...Object.values(given))
  return { printed: printed.join('\n'), result }
}

const RETURN_RESULT = "return typeof result === 'undefined' ? undefined : result"

/** Compiles a module to the body of an async function. */
function asFunctionBody(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  })
  return outputText
    .replace(/^import \* as (\w+) from (.*?);?$/gm, 'const $1 = await importModule($2)')
    .replace(/^import (\w+) from (.*?);?$/gm, 'const { default: $1 } = await importModule($2)')
    .replace(/^import \{(.*?)\} from (.*?);?$/gms, (_, names: string, from: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = await importModule(${from})`
    })
    .replace(/^export (?=const|function|async|class)/gm, '')
    .replace(/^export \{\};?$/gm, '')
}
