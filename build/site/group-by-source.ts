import { relative, sep } from 'node:path'
import {
  Converter,
  type Application,
  type Context,
  type DeclarationReflection,
  type DocumentReflection,
  ReflectionCategory,
} from 'typedoc'
import { root } from '../entries.js'
import { inOrder, partOf } from './source-parts.js'

type Child = DeclarationReflection | DocumentReflection

/** Groups the names of each entry by the part of the library that defines them, instead of by their kind. */
export function groupBySource(app: Application): void {
  // TypeDoc leaves alone what has categories when its own turn comes.
  app.converter.on(Converter.EVENT_RESOLVE_END, groupModules, 1_000)
}

function groupModules(context: Context): void {
  for (const module of context.project.children ?? []) {
    const categories = new Map<string, ReflectionCategory>()
    for (const child of module.childrenIncludingDocuments ?? []) {
      const name = partOf(sourceOf(context, child))
      const category = categories.get(name) ?? new ReflectionCategory(name)
      category.children.push(child)
      categories.set(name, category)
    }
    for (const { children } of categories.values())
      children.sort((a, b) => a.name.localeCompare(b.name, 'en'))
    module.categories = inOrder(categories.keys()).flatMap((name) => categories.get(name) ?? [])
  }
}

/** Returns the path under `src` of the file that declares a name, also of one that an entry only exports again. */
function sourceOf(context: Context, child: Child): string {
  const target = child.isReference() ? child.getTargetReflectionDeep() : child
  const file = context.getSymbolFromReflection(target)?.declarations?.[0]?.getSourceFile().fileName
  if (file === undefined) throw new Error(`TypeDoc does not say which file declares ${child.name}.`)
  return relative(`${root}src`, file).replaceAll(sep, '/')
}
