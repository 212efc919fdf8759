import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import type { ErrorKind } from './error-kinds.js'
import type { ShownError } from './shown-error.js'

const folder = fileURLToPath(new URL('../../docs/errors/', import.meta.url))

/** Returns the file of the page of a kind, or of the index. */
export function pageFile(name: string): string {
  return `${folder}${name}.md`
}

/** Returns the example of a page: its TypeScript block. */
export function exampleOf(kind: string): string {
  const code = /^```ts\n(.*?)^```$/ms.exec(readPage(kind))?.[1]
  if (code === undefined) throw new Error(`docs/errors/${kind}.md has no TypeScript block.`)
  return code
}

/** Returns the first sentence of a page. */
function sentenceOf(kind: string): string {
  const paragraph = /^# \w+\n\n(.*?)\n\n/s.exec(readPage(kind))?.[1] ?? ''
  return paragraph.replaceAll('\n', ' ')
}

/** Returns a page with its generated parts as they should be. */
export async function filledPage(kind: ErrorKind, shown: ShownError): Promise<string> {
  const filled = fill(readPage(kind.kind), {
    message: ['For example:', '', '```text', wrapped(`${kind.name}: ${shown.message}`), '```'].join('\n'),
    reference: [...referenceOf(kind, shown), ...callsOf(kind)].join('\n'),
  })
  return formatted(kind.kind, filled)
}

/** Returns the index page with its generated tables. */
export async function filledIndex(kinds: readonly (readonly [ErrorKind, ShownError])[]): Promise<string> {
  const rows = kinds.map(
    ([{ kind }, { advice }]) => `| [\`${kind}\`](${kind}.md) | ${sentenceOf(kind)} | \`${advice}\` |`,
  )
  const classes = kinds.map(([{ kind, name }, { message }]) => {
    return `| [\`${kind}\`](${kind}.md) | \`${name}\` | ${beginningOf(message)} |`
  })
  const filled = fill(readPage('index'), {
    kinds: ['| kind | what happened | advice |', '| --- | --- | --- |', ...rows].join('\n'),
    messages: ['| kind | class | for example |', '| --- | --- | --- |', ...classes].join('\n'),
  })
  return formatted('index', filled)
}

function readPage(name: string): string {
  const file = pageFile(name)
  if (!existsSync(file)) throw new Error(`docs/errors/${name}.md is missing. Write it as its neighbours are.`)
  return readFileSync(file, 'utf8')
}

function referenceOf({ name, fields }: ErrorKind, { advice }: ShownError): readonly string[] {
  const rows = fields.map(({ name: field, type, doc }) => {
    return `| \`${field}\` | \`${type.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')}\` | ${doc.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')} |`
  })
  return [
    '## Reference',
    '',
    `The class is \`${name}\`. In this example \`advice\` is \`${advice}\`.`,
    ...(rows.length === 0
      ? [' It has the [fields of every error](index.md#fields), and no others.', '']
      : [
          ' Besides the [fields of every error](index.md#fields), it has:',
          '',
          '| field | type | meaning |',
          '| --- | --- | --- |',
          ...rows,
          '',
        ]),
  ]
}

const MOST_CALLS_SHOWN = 20

function callsOf({ calls, conditions, isOfEveryRequest }: ErrorKind): readonly string[] {
  const list = [...calls].map(([module, names]) => {
    const shown = names.map((name) => `\`${name}\``).join(', ')
    return `- ${module === '' ? '' : `\`${module}\`: `}${shown}`
  })
  const count = [...calls.values()].flat().length
  const folded =
    count > MOST_CALLS_SHOWN
      ? ['<details>', `<summary>${count} calls</summary>`, '', ...list, '', '</details>']
      : list
  const documented = conditions.map(({ call, when }) => `- \`${call}\` ${when}`)
  return [
    '### Calls that return it',
    '',
    ...(isOfEveryRequest ? ['Every call that sends a request.', ''] : [...folded, '']),
    ...(documented.length === 0 ? [] : ['In particular:', '', ...documented]),
  ]
}

/** Replaces what is between `<!-- generated: name -->` and `<!-- /generated -->`. */
function fill(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /(<!-- generated: (\w+) -->\n).*?(<!-- \/generated -->)/gs,
    (_, start: string, name: string, end: string) => `${start}\n${parts[name] ?? ''}\n\n${end}`,
  )
}

const LONGEST_LINE = 84

/** Breaks a message into lines, since a page does not wrap code. */
function wrapped(message: string): string {
  const lines = ['']
  for (const word of message.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + word.length >= LONGEST_LINE) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

const LONGEST_BEGINNING = 90
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Returns the beginning of a message, without the name of its node and without UUIDs, for a table. */
function beginningOf(message: string): string {
  const text = message.replace(/^Node \S+: /, '').replaceAll(UUID, '…')
  const cut =
    text.length > LONGEST_BEGINNING ? `${text.slice(0, text.lastIndexOf(' ', LONGEST_BEGINNING))} …` : text
  return cut.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

async function formatted(name: string, text: string): Promise<string> {
  const filepath = pageFile(name)
  return format(text, { ...(await resolveConfig(filepath)), filepath })
}
