import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

// Each public method documents the kinds of its errors by `@fails`, except the sets of kinds below, which belong
// together. `requestX` and `waitForX` fail as `x` does.

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The kinds of any request are those of this method. */
const PLAIN_REQUEST = 'client.nodes.get'
/** It sends any request, so that it meets any fault. */
const ANY_REQUEST = 'client.request'

/** A method whose errors contain a whole set need not document its kinds. */
const SETS = {
  'finding the node of a target': ['node_not_found', 'instance_not_found', 'instance_mismatch'],
  'finding a node': ['node_not_found'],
  waiting: ['wait_timed_out', 'wait_stalled', 'lost_sight', 'transition_failed', 'transition_diverged'],
  'sending a provision verb': [
    'node_locked',
    'state_refused',
    'node_in_maintenance',
    'node_protected',
    'node_retired',
    'unsupported_by_hardware',
  ],
  'changing a node': [
    'node_locked',
    'transition_in_progress',
    'state_refused',
    'node_associated',
    'instance_associated',
    'duplicate',
  ],
  'changing a part of a node': ['node_locked', 'transition_in_progress', 'state_refused', 'duplicate'],
  'asking the hardware': ['node_locked', 'unsupported_by_hardware'],
  'taking the lock of a node': ['node_locked'],
} satisfies Readonly<Record<string, readonly string[]>>

interface Method {
  readonly kinds: ReadonlySet<string>
  readonly documented: readonly string[]
}

const methods = publicMethods()

it('finds the methods of the modules and of the client', () => {
  expect(methods.size).toBeGreaterThan(150)
})

it('documents no kind that its method cannot return', () => {
  const untrue = [...methods].flatMap(([path, { kinds, documented }]) =>
    documented.filter((kind) => !kinds.has(kind)).map((kind) => `${path}: ${kind}`),
  )
  expect(untrue).toEqual([])
})

it('documents every kind that its method can return, itself or by a set', () => {
  const ofAnyRequest = methods.get(PLAIN_REQUEST)?.kinds ?? new Set()
  const missing = [...methods].flatMap(([path, { kinds, documented }]) => {
    const sets = Object.values(SETS).filter((set) => set.every((kind) => kinds.has(kind)))
    const known = new Set([
      ...ofAnyRequest,
      ...documented,
      ...sets.flat(),
      ...(methods.get(verbOf(path))?.documented ?? []),
    ])
    return path === ANY_REQUEST
      ? []
      : [...kinds].filter((kind) => !known.has(kind)).map((kind) => `${path}: ${kind}`)
  })
  expect(missing).toEqual([])
})

/** Returns `power.on` for `power.requestOn` and `power.waitForOn`. */
function verbOf(path: string): string {
  return path.replace(/\.(?:request|waitFor)(?<first>[A-Z])/, (_, first: string) => `.${first.toLowerCase()}`)
}

/** Returns the methods of an `IronicDriver` that return a Result, by their paths. */
function publicMethods(): ReadonlyMap<string, Method> {
  const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
    },
  })
  const entry = `${root}src/driver/ironic-driver.ts`
  const program = ts.createProgram([entry], config?.options ?? {})
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  const driver = module && checker.getExportsOfModule(module).find(({ name }) => name === 'IronicDriver')
  if (driver === undefined) throw new Error(`${entry} exports no IronicDriver.`)
  const found = new Map<string, Method>()
  const collect = (type: ts.Type, before: string, depth: number): void => {
    for (const property of checker.getPropertiesOfType(type)) {
      if (/^(?:#|__)/.test(property.name)) continue
      const path = `${before}${property.name}`
      const own = checker.getTypeOfSymbol(property)
      const [signature] = own.getCallSignatures()
      const kinds = signature && kindsOf(signature.getReturnType())
      if (kinds !== undefined) found.set(path, { kinds, documented: documentedBy(property) })
      else if (signature === undefined && depth > 0) collect(own, `${path}.`, depth - 1)
    }
  }
  const kindsOf = (type: ts.Type): ReadonlySet<string> | undefined => {
    if (type.getSymbol()?.name !== 'ResultAsync') return undefined
    const failure = checker.getTypeArguments(type as ts.TypeReference)[1]
    const kinds = partsOf(failure).flatMap((error) => {
      const kind = error.getProperty('kind')
      return kind === undefined ? [] : partsOf(checker.getTypeOfSymbol(kind))
    })
    return new Set(kinds.flatMap((kind) => (kind.isStringLiteral() ? [kind.value] : [])))
  }
  const documentedBy = (method: ts.Symbol): readonly string[] =>
    method
      .getJsDocTags(checker)
      .filter(({ name }) => name === 'fails')
      .map(({ text }) => /^\w+/.exec(ts.displayPartsToString(text))?.[0] ?? '')
  collect(checker.getDeclaredTypeOfSymbol(driver), '', 2)
  return found
}

function partsOf(type: ts.Type | undefined): readonly ts.Type[] {
  if (type === undefined) return []
  return type.isUnion() ? type.types : [type]
}
