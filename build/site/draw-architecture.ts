import { writeFileSync } from 'node:fs'
import { root } from '../entries.js'

// Draws docs/architecture.svg: the way of one request. Run it by `npx tsx build/site/draw-architecture.ts`.

interface Step {
  readonly folder: string
  readonly name: string
  readonly does: readonly string[]
}

const STEPS: readonly Step[] = [
  {
    folder: 'modules',
    name: 'provisioning.spawn',
    does: ['checks the input, starts the deadline,', 'undoes its work when it fails'],
  },
  {
    folder: 'modules',
    name: 'spawn-instance',
    does: ['reads, reserves, attaches VIFs,', 'validates, deploys, waits'],
  },
  { folder: 'operations', name: 'send-provision-verb', does: ['asks until Ironic accepts or refuses'] },
  { folder: 'client', name: 'node-states', does: ['the route, the body and the faults', 'of this request'] },
  {
    folder: 'client',
    name: 'request-sender',
    does: ['the microversion, the attempts', 'and their pauses, a turn at the gate'],
  },
  { folder: 'client', name: 'guarded-transport', does: ['keeps one attempt within its time'] },
  {
    folder: 'transport',
    name: 'ky-transport',
    does: ['adds the login; one HTTP request out,', 'one reply in'],
  },
]

const BACK: readonly { readonly from: number; readonly to: number; readonly text: readonly string[] }[] = [
  { from: 6, to: 4, text: ['judge-reply:', 'a value or an error'] },
  { from: 4, to: 2, text: ['the value, or the error', 'after all attempts'] },
  { from: 2, to: 0, text: ['node-watcher reads', 'the node until the', 'state is reached'] },
]

const WIDTH = 720
const BOX = { left: 120, width: 360, height: 64, gap: 28 }
const TOP = 16

const top = (index: number) => TOP + index * (BOX.height + BOX.gap)
const middle = (index: number) => top(index) + BOX.height / 2
const height = top(STEPS.length) + 56

function text(x: number, y: number, words: string, kind: string): string {
  return `<text x="${x}" y="${y}" class="${kind}">${words}</text>`
}

function box({ folder, name, does }: Step, index: number): readonly string[] {
  const y = top(index)
  return [
    `<rect x="${BOX.left}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" class="box"/>`,
    text(BOX.left - 12, middle(index) + 5, folder, 'folder'),
    text(BOX.left + 14, y + 20, name, 'name'),
    ...does.map((line, at) => text(BOX.left + 14, y + 38 + at * 16, line, 'does')),
    arrow(BOX.left + 60, y + BOX.height, y + BOX.height + BOX.gap),
  ]
}

function arrow(x: number, from: number, to: number): string {
  return `<path d="M${x} ${from}V${to - 2}" class="line" marker-end="url(#head)"/>`
}

function way({ from, to, text: lines }: (typeof BACK)[number]): readonly string[] {
  const right = BOX.left + BOX.width
  const start = middle(from) - 14
  const end = middle(to) + 14
  const at = (start + end) / 2 - (lines.length - 1) * 8 + 4
  return [
    `<path d="M${right} ${start}H${right + 36}V${end}H${right + 3}" class="line" marker-end="url(#head)"/>`,
    ...lines.map((line, index) => text(right + 48, at + index * 16, line, 'does')),
  ]
}

/** Returns the drawing. Its colours follow the reader's, light or dark. */
export function architectureDrawing(): string {
  const ironic = top(STEPS.length)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">The way of one request: from provisioning.spawn down to Ironic, and back</title>
<style>
text{font:13px system-ui,sans-serif;fill:#1f2933}
.name{font-weight:600;font-size:14px}.folder{text-anchor:end;fill:#52606d}
.page{fill:#fff}.box{fill:#f5f7fa;stroke:#7b8794}.end{fill:#d9e8f6;stroke:#2f6fb0}
.line{fill:none;stroke:#52606d;stroke-width:1.5}.head{fill:#52606d}
@media (prefers-color-scheme:dark){text{fill:#e4e7eb}.page{fill:#1b1b1f}.folder{fill:#9aa5b1}.box{fill:#242c35;stroke:#7b8794}.end{fill:#1d3a57;stroke:#6aa5dc}.line{stroke:#9aa5b1}.head{fill:#9aa5b1}}
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>
<rect width="${WIDTH}" height="${height}" rx="8" class="page"/>
${[...STEPS.flatMap(box), ...BACK.flatMap(way)].join('\n')}
<rect x="${BOX.left}" y="${ironic}" width="${BOX.width}" height="40" rx="6" class="end"/>
${text(BOX.left + 14, ironic + 25, 'Ironic, or the simulator in its place', 'name')}
</svg>
`
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(`${root}docs/architecture.svg`, architectureDrawing())
