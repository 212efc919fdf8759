import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './run-example.js'

export interface DocExample {
  /** Where it is, such as `src/index.ts:7`. */
  readonly place: string
  readonly code: string
  /** The name that is documented; `undefined` for the documentation of an entry. */
  readonly of: string | undefined
}

/** Returns the TypeScript blocks of the `@example` tags in the sources. */
export function docExamples(): readonly DocExample[] {
  return readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => examplesIn(`src/${path}`))
}

function examplesIn(path: string): readonly DocExample[] {
  const text = readFileSync(join(projectRoot, path), 'utf8')
  return text.split('/**').flatMap((part, index, parts) => {
    const [comment = '', after = ''] = part.split('*/', 2)
    if (index === 0 || !comment.includes('* @example\n')) return []
    const before = parts.slice(0, index).join('/**').split('\n').length
    const [, of] =
      /^\s*export (?:async )?(?:interface|class|function|const|abstract class) (\w+)/.exec(after) ?? []
    return fencedBlocks(comment).map(({ code, line }) => ({ place: `${path}:${before + line}`, code, of }))
  })
}

function fencedBlocks(comment: string): readonly { readonly code: string; readonly line: number }[] {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
  return lines.flatMap((tag, at) => {
    if (tag !== '@example') return []
    if (lines[at + 1] !== '```ts') throw new Error('An @example is followed by a block of ts.')
    return [{ code: lines.slice(at + 2, lines.indexOf('```', at)).join('\n'), line: at + 2 }]
  })
}
