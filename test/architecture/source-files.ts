import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

/** A file of `src`, with its path in there, such as `clock/clock.ts`. */
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

/** Returns the imports and re-exports of a file, types included: paths in `src`, and names of packages. */
export function importsOf({ path, text }: SourceFile): readonly string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName.replace(/\.js$/, '.ts')) : fileName,
    )
}

/** Returns the globals that a file uses, as dotted names: `Date.now`, `setTimeout`, `new Date()`. Comments do not count. */
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

/** Such as the `console` in `{ console: 'no-console' }`, which is not the global of that name. */
function namesSomethingOfItsOwn(node: ts.Identifier): boolean {
  return 'name' in node.parent && node.parent.name === node && !ts.isShorthandPropertyAssignment(node.parent)
}

type Graph = ReadonlyMap<string, readonly string[]>

/** Returns the files that import themselves through others, each with its ring. */
export function importRings(files: readonly SourceFile[]): readonly string[] {
  return ringsIn(new Map(files.map((file) => [file.path, importsOf(file)])))
}

/** Returns the folders whose files import each other in a ring; a folder and its subfolder count as two. */
export function folderRings(files: readonly SourceFile[]): readonly string[] {
  const folders = new Map<string, string[]>()
  for (const file of files) {
    const folder = posix.dirname(file.path)
    const others = importsOf(file).filter((path) => path.endsWith('.ts') && posix.dirname(path) !== folder)
    folders.set(folder, [...(folders.get(folder) ?? []), ...others.map((path) => posix.dirname(path))])
  }
  return ringsIn(folders)
}

function ringsIn(graph: Graph): readonly string[] {
  const done = new Set<string>()
  const rings: string[] = []
  const walk = (at: string, way: readonly string[]): void => {
    if (way.includes(at)) rings.push([...way.slice(way.indexOf(at)), at].join(' -> '))
    else if (!done.has(at)) {
      for (const next of new Set(graph.get(at))) walk(next, [...way, at])
      done.add(at)
    }
  }
  for (const at of graph.keys()) walk(at, [])
  return rings
}
