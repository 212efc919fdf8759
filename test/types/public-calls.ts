import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** An error class, as its type describes it. */
export interface ErrorClass {
  readonly kind: string
  /** Such as `NodeLockedError`. */
  readonly name: string
  /** The fields that the class adds to those that every error has. */
  readonly fields: readonly ErrorField[]
}

export interface ErrorField {
  readonly name: string
  /** As declared: `'no' | 'maybe'`. */
  readonly type: string
  /** Its documentation, or an empty text. */
  readonly doc: string
}

/** A public function or method that returns a Result. */
export interface PublicCall {
  readonly errors: readonly ErrorClass[]
  readonly kinds: ReadonlySet<string>
  /** The kinds that its documentation names. */
  readonly documented: readonly string[]
  /** The texts of its `@fails`, such as `node_locked when another operation held the node`. */
  readonly fails: readonly string[]
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The fields of every error, and those that an `Error` has. */
const FIELDS_OF_ALL = new Set(
  'kind advice docs operation node instance requestId globalRequestId name message stack cause'.split(' '),
)

/** Returns the methods of an `IronicDriver` that return a Result by their paths: `power.on`, `client.nodes.get`. */
export function methodsOfDriver(): ReadonlyMap<string, PublicCall> {
  const { reader, exported } = readPublicFace()
  const driver = exported.find(({ name }) => name === 'IronicDriver')
  if (driver === undefined) throw new Error('src/index.ts exports no IronicDriver.')
  return reader.methodsOf(reader.classType(driver))
}

/** Returns the exported functions that return a Result by their names: `connect`, `parseEnrollment`. */
export function exportedFunctions(): ReadonlyMap<string, PublicCall> {
  const { reader, exported } = readPublicFace()
  return new Map(
    exported.flatMap((symbol) => {
      const call = reader.callOf(symbol)
      return call === undefined ? [] : [[symbol.name, call] as const]
    }),
  )
}

let face: { readonly reader: TypeReader; readonly exported: readonly ts.Symbol[] } | undefined

function readPublicFace() {
  face ??= compilePublicFace()
  return face
}

function compilePublicFace() {
  const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (problem) => {
      throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
    },
  })
  const entries = ['src/index.ts', 'src/client/index.ts'].map((path) => `${root}${path}`)
  const program = ts.createProgram(entries, config?.options ?? {})
  const checker = program.getTypeChecker()
  const exported = entries.flatMap((entry) => {
    const source = program.getSourceFile(entry)
    const module = source && checker.getSymbolAtLocation(source)
    if (module === undefined) throw new Error(`${entry} exports nothing.`)
    return checker.getExportsOfModule(module)
  })
  return { reader: new TypeReader(checker), exported }
}

class TypeReader {
  readonly #checker: ts.TypeChecker
  readonly #classes = new Map<ts.Type, readonly ErrorClass[]>()

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  classType(symbol: ts.Symbol): ts.Type {
    return this.#checker.getDeclaredTypeOfSymbol(this.#original(symbol))
  }

  methodsOf(type: ts.Type, before = '', depth = 2): ReadonlyMap<string, PublicCall> {
    const found = new Map<string, PublicCall>()
    for (const property of this.#checker.getPropertiesOfType(type)) {
      if (/^(?:#|__)/.test(property.name)) continue
      const path = `${before}${property.name}`
      const call = this.callOf(property)
      if (call !== undefined) found.set(path, call)
      else if (depth > 0 && this.#typeOf(property).getCallSignatures().length === 0)
        for (const [inner, each] of this.methodsOf(this.#typeOf(property), `${path}.`, depth - 1))
          found.set(inner, each)
    }
    return found
  }

  /** Returns a function or method that returns a Result. */
  callOf(symbol: ts.Symbol): PublicCall | undefined {
    const [signature] = this.#typeOf(symbol).getCallSignatures()
    const failure = signature && this.#failureOf(signature.getReturnType())
    if (failure === undefined) return undefined
    const errors = partsOf(failure).flatMap((part) => this.#classesOf(part))
    const fails = this.#original(symbol)
      .getJsDocTags(this.#checker)
      .filter(({ name }) => name === 'fails')
      .map(({ text }) => ts.displayPartsToString(text))
    const documented = fails.map((text) => /^\w+/.exec(text)?.[0] ?? '')
    return { errors, kinds: new Set(errors.map(({ kind }) => kind)), documented, fails }
  }

  /** Returns the error type of a `ResultAsync`, a `Result`, or a promise of one. */
  #failureOf(type: ts.Type): ts.Type | undefined {
    const name = (type.aliasSymbol ?? type.getSymbol())?.name
    if (name === 'Promise') {
      const [value] = this.#checker.getTypeArguments(type as ts.TypeReference)
      return value && this.#failureOf(value)
    }
    if (name === 'Result') return type.aliasTypeArguments?.[1]
    return name === 'ResultAsync' ? this.#checker.getTypeArguments(type as ts.TypeReference)[1] : undefined
  }

  #classesOf(type: ts.Type): readonly ErrorClass[] {
    const known = this.#classes.get(type) ?? this.#readClasses(type)
    this.#classes.set(type, known)
    return known
  }

  #readClasses(type: ts.Type): readonly ErrorClass[] {
    const kind = type.getProperty('kind')
    if (kind === undefined) return []
    const fields = this.#checker
      .getPropertiesOfType(type)
      .filter(
        ({ name, valueDeclaration }) =>
          !FIELDS_OF_ALL.has(name) && valueDeclaration && isField(valueDeclaration),
      )
      .map((field) => ({
        name: field.name,
        type: declaredType(field) ?? this.#checker.typeToString(this.#typeOf(field)),
        doc: ts.displayPartsToString(field.getDocumentationComment(this.#checker)),
      }))
    const name = type.getSymbol()?.name ?? ''
    return partsOf(this.#typeOf(kind)).flatMap((part) =>
      part.isStringLiteral() ? [{ kind: part.value, name, fields }] : [],
    )
  }

  #typeOf(symbol: ts.Symbol): ts.Type {
    return this.#checker.getTypeOfSymbol(this.#original(symbol))
  }

  #original(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
  }
}

/** Returns the type of a field as its declaration states it. */
function declaredType({ valueDeclaration }: ts.Symbol): string | undefined {
  return valueDeclaration && isField(valueDeclaration) ? valueDeclaration.type?.getText() : undefined
}

function isField(declaration: ts.Declaration): declaration is ts.PropertyDeclaration | ts.PropertySignature {
  return ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration)
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}
