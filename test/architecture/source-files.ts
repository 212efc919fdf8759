import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

/** A file of `src`, by its path below it, such as `clock/clock.ts`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export function readSourceFiles(): readonly SourceFile[] {
  const root = new URL('../../src/', import.meta.url)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }))
}

/** What a file imports or passes on, types included: paths below `src` of its neighbours, names of packages. */
export function importsOf({ path, text }: SourceFile): readonly string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName.replace(/\.js$/, '.ts')) : fileName,
    )
}

/** The same file without the imports and exports that are gone when it runs. */
export function withoutTypeImports({ path, text }: SourceFile): SourceFile {
  return {
    path,
    text: text.replace(/^(?:import|export) type (?:\{[^}]*\}|\* as \w+|\w+) from '[^']+'$/gm, ''),
  }
}

/** The globals that a file uses, as dotted names: `Date.now`, `setTimeout`, `new Date()`. Comments do not count. */
export function globalsOf({ path, text }: SourceFile): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      found.add(node.expression.text)
      found.add(`${node.expression.text}.${node.name.text}`)
    } else if (ts.isNewExpression(node) && (node.arguments ?? []).length === 0) {
      found.add(`new ${node.expression.getText()}()`)
    } else if (ts.isIdentifier(node) && !namesSomethingOfItsOwn(node)) {
      found.add(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true))
  return found
}

/** As the `console` in `{ console: 'no-console' }`, which is not the global of that name. */
function namesSomethingOfItsOwn(node: ts.Identifier): boolean {
  return 'name' in node.parent && node.parent.name === node && !ts.isShorthandPropertyAssignment(node.parent)
}

/** The files that import themselves by way of others, each with its way round; every ring once. */
export function importRings(files: readonly SourceFile[]): readonly string[] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]))
  const done = new Set<string>()
  const rings: string[] = []
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) rings.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    else if (!done.has(path)) {
      for (const next of imports.get(path) ?? []) walk(next, [...way, path])
      done.add(path)
    }
  }
  for (const { path } of files) walk(path, [])
  return rings
}
