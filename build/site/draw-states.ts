import { writeFileSync } from 'node:fs'
import { provisionStateFacts, type KnownProvisionState } from '../../src/states/provision-states.js'
import { PROVISION_VERBS } from '../../src/states/provision-verbs.js'
import { root } from '../entries.js'
import { ROWS, type Bar, type Card, type Column } from './states-layout.js'

// Draws docs/concepts/states.svg: the states of a node. Run it by `npx tsx build/site/draw-states.ts`.

const WIDTH = 372
const COLUMN = { left: 6, width: 112, gap: 12 }
const BAR = 34
const LINE = 17
const CHIP = 22
const ARROW = 22
/** How much narrower a card is that another verb's arrow passes. */
const ASIDE = 16

/** One line of a card: a state, or words. */
interface Line {
  readonly kind: 'busy' | 'wait' | 'hold' | 'failed' | 'words'
  readonly text: string
}

const left = (column: Column) => COLUMN.left + column * (COLUMN.width + COLUMN.gap)
const right = (column: Column) => left(column) + COLUMN.width
const text = (x: number, y: number, words: string, kind: string) =>
  `<text x="${x}" y="${y}" class="${kind}">${words}</text>`
const arrow = (x: number, from: number, to: number) =>
  `<path d="M${x} ${from}V${to > from ? to - 1 : to + 1}" class="line" marker-end="url(#head)"/>`

/** Returns what a card shows below its verb: the states on the way, where it fails, and what recovers the node then. */
function linesOf({ verb, way, like, note = [] }: Card): readonly Line[] {
  const words = (line: string): Line => ({ kind: 'words', text: line })
  if (like !== undefined) return [words(`as ${like}`)]
  if (verb === 'manage' && way === 'up') return note.map(words)
  const { via, failures } = PROVISION_VERBS[verb]
  return [
    ...via.map((state) => ({ kind: kindOf(state), text: state })),
    ...note.map(words),
    ...failures.flatMap((state) => [{ kind: 'failed', text: state } as const, ...recovery(state).map(words)]),
  ]
}

function kindOf(state: KnownProvisionState): Line['kind'] {
  const phase = provisionStateFacts(state)?.phase ?? 'busy'
  return phase === 'stable' ? 'words' : phase
}

function recovery(state: KnownProvisionState): readonly string[] {
  const { verb, destroying } = provisionStateFacts(state)?.recovery ?? {}
  return verb === undefined
    ? []
    : [`→ ${[verb, ...(destroying === undefined ? [] : [destroying])].join(', ')}`]
}

const heightOf = (lines: readonly Line[]) =>
  28 + lines.reduce((sum, { kind }) => sum + (kind === 'words' ? LINE : CHIP), 0)

function bar({ state, from, to }: Bar, y: number): readonly string[] {
  const width = right(to) - left(from)
  return [
    `<rect x="${left(from)}" y="${y}" width="${width}" height="${BAR}" rx="6" class="stable"/>`,
    text(left(from) + width / 2, y + 22, state, 'state'),
  ]
}

/** Draws a card and its arrows in a row that reaches from `above` to `below`. */
function card(shown: Card, above: number, below: number, ends: number): readonly string[] {
  const lines = linesOf(shown)
  const height = heightOf(lines)
  const narrow = shown.like === undefined ? 0 : ASIDE
  const x = left(shown.column)
  const width = COLUMN.width - narrow
  const middle = x + width / 2
  const y = shown.way === 'above' ? below - ARROW - height : above + ARROW
  let at = y + 24
  const drawn = lines.flatMap(({ kind, text: words }) => {
    const line =
      kind === 'words'
        ? [text(middle, at + 12, words, 'words')]
        : [
            `<rect x="${x + 4}" y="${at}" width="${width - 8}" height="${CHIP - 3}" rx="9" class="${kind}"/>`,
            text(middle, at + 14, words, 'chip'),
          ]
    at += kind === 'words' ? LINE : CHIP
    return line
  })
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="card"/>`,
    text(middle, y + 17, shown.verb, 'verb'),
    ...drawn,
    ...arrows(shown, { x: middle, above, top: y, bottom: y + height, below, ends }),
  ]
}

interface Places {
  readonly x: number
  readonly above: number
  readonly top: number
  readonly bottom: number
  readonly below: number
  readonly ends: number
}

function arrows({ way, endsInRow }: Card, { x, above, top, bottom, below, ends }: Places): readonly string[] {
  if (way === 'down')
    return [arrow(x, above, top), arrow(endsInRow === undefined ? x : right(2) - ASIDE / 2, bottom, ends)]
  if (way === 'up') return [arrow(x, below, bottom), arrow(x, top, above)]
  if (way === 'above') return [arrow(x - 24, below, bottom), arrow(x + 24, bottom, below)]
  return [arrow(x - 24, above, top), arrow(x + 24, top, above)]
}

/** Draws the way of a retired node: from the tear-down past `available` to `manageable`. */
function retirement(from: number, to: number): readonly string[] {
  const x = right(1) + COLUMN.gap / 2
  return [
    `<path d="M${right(1)} ${from}H${x}V${to + 1}" class="line dashed" marker-end="url(#head)"/>`,
    text(x - 6, to + 100, 'if retired', 'aside'),
  ]
}

function legend(): readonly string[] {
  const kinds = ['busy', 'wait', 'hold', 'failed'] as const
  return kinds.flatMap((kind, index) => {
    const x = left(1) + (index % 2) * (COLUMN.width + COLUMN.gap)
    const y = 6 + Math.floor(index / 2) * CHIP
    return [
      `<rect x="${x}" y="${y}" width="26" height="${CHIP - 6}" rx="8" class="${kind}"/>`,
      text(x + 34, y + 13, kind, 'key'),
    ]
  })
}

const STYLE = `
text{font:13px system-ui,sans-serif;fill:#1f2933;text-anchor:middle}
.state{font-weight:600;font-size:15px}.verb{font:600 13px ui-monospace,monospace;fill:#1a5a96}.words{font-size:12px;fill:#52606d}
.key{text-anchor:start}.aside{text-anchor:end;font-size:12px;fill:#52606d}
.page{fill:#fff}.stable{fill:#d9e8f6;stroke:#2f6fb0}.card{fill:#f5f7fa;stroke:#cbd2d9}
.busy{fill:#dfe5ec}.wait{fill:#fff;stroke:#7b8794;stroke-dasharray:3 2}.hold{fill:#fdf0cd;stroke:#b7821a}.failed{fill:#fbe3e1;stroke:#c0392b}
.line{fill:none;stroke:#52606d;stroke-width:1.5}.dashed{stroke-dasharray:4 3}.head{fill:#52606d}
@media (prefers-color-scheme:dark){text{fill:#e4e7eb}.verb{fill:#8cc0f0}.words,.aside{fill:#a9b4c0}.page{fill:#1b1b1f}.stable{fill:#1d3a57;stroke:#6aa5dc}.card{fill:#1f262e;stroke:#3e4c59}.busy{fill:#38434f}.wait{fill:#1b1b1f;stroke:#9aa5b1}.hold{fill:#47380f;stroke:#d9a93a}.failed{fill:#4d211d;stroke:#e57368}.line{stroke:#9aa5b1}.head{fill:#9aa5b1}}
`

/** Returns the drawing. Its colours follow the reader's, light or dark. */
export function statesDrawing(): string {
  const tops: number[] = [6]
  for (const { cards } of ROWS) {
    const tallest = Math.max(0, ...cards.map((shown) => heightOf(linesOf(shown))))
    tops.push((tops.at(-1) ?? 0) + BAR + tallest + 2 * ARROW)
  }
  const top = (row: number) => tops[row] ?? 0
  const height = top(ROWS.length - 1) + BAR + 6
  const parts = ROWS.flatMap(({ bar: shown, cards }, row) => [
    ...bar(shown, top(row)),
    ...cards.flatMap((one) => card(one, top(row) + BAR, top(row + 1), top((one.endsInRow ?? row) + 1))),
  ])
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * 1.25}" height="${height * 1.25}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc">
<title id="title">The provision states of a node, and the verbs between them</title>
<desc id="desc">The main way leads from enroll by manage to manageable, by provide to available, and by active to active. Each verb has a card with the states on its way and the state in which it fails, with the verbs that recover the node from there.</desc>
<style>${STYLE}</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>
<rect width="${WIDTH}" height="${height}" rx="8" class="page"/>
${[...parts, ...retirement(top(2) + BAR + ARROW + 12, top(1) + BAR), ...legend()].join('\n')}
</svg>
`
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(`${root}docs/concepts/states.svg`, statesDrawing())
