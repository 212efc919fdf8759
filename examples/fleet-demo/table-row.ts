import { provisionStateFacts, type NodeProgress } from 'ironic-driver'
import { powerText } from './power-text.js'

/** The known state of one machine. */
export interface RowState {
  readonly name: string
  readonly progress?: NodeProgress
  /** The result; its note replaces the step. */
  readonly end?: { readonly good: boolean; readonly note: string; readonly atMs: number }
}

/** A text and its colour code. */
type Cell = readonly [text: string, colour?: string | undefined]

interface Frame {
  readonly width: number
  readonly elapsedMs: number
  /** The number of redraws, which turns the spinner. */
  readonly turn: number
  /** The width of the longest visible name. */
  readonly nameWidth: number
}

const SPINNER = ['|', '/', '-', '\\']

/** The longest name that fits a terminal of 80 columns. */
const LONGEST_NAME = 15
const STATE_WIDTH = 14
const POWER_WIDTH = 16
const ELAPSED_WIDTH = 7
/** The width of the longest step with its interface, `deploy.prepare_instance_boot`, and without. */
const LONG_STEP_WIDTH = 28
const SHORT_STEP_WIDTH = 21
/** From this width on, the interface of a step fits too. */
const WIDE = 104

const DIM = '2'
const RED = '31'
const GREEN = '32'
const YELLOW = '33'
const CYAN = '36'

/** Returns the width of the name column. */
export function nameColumn(names: readonly string[]): number {
  return Math.min(LONGEST_NAME, Math.max(...names.map(({ length }) => length), 'node'.length))
}

export function tableHeader(width: number, nameWidth: number): string {
  const step = 'step'.padEnd(stepWidth(width))
  return coloured(
    DIM,
    clipped(
      [
        ' ',
        'node'.padEnd(nameWidth),
        'state'.padEnd(STATE_WIDTH),
        step,
        'power'.padEnd(POWER_WIDTH),
        'elapsed',
      ].join(' '),
      width,
    ),
  )
}

/** Returns one line of the table, never wider than the terminal. */
export function tableRow(row: RowState, { width, elapsedMs, turn, nameWidth }: Frame): string {
  const { name, progress, end } = row
  const state = progress?.provision_state ?? 'asking'
  const fullStep = progress?.step ?? ''
  const step = stepWidth(width) === LONG_STEP_WIDTH ? fullStep : fullStep.replace(/^\w+\./, '')
  const seconds = `${((end?.atMs ?? elapsedMs) / 1000).toFixed(1)} s`
  const cells: readonly Cell[] = [
    end === undefined ? [SPINNER[turn % SPINNER.length] ?? '', CYAN] : [end.good ? '+' : '!', endColour(end)],
    [endOf(name, nameWidth).padEnd(nameWidth)],
    [fitted(state, STATE_WIDTH), stateColour(state)],
    end === undefined
      ? [fitted(step, stepWidth(width))]
      : [fitted(end.note, stepWidth(width)), endColour(end)],
    [fitted(progress === undefined ? '' : powerText(progress), POWER_WIDTH)],
    [seconds.padStart(ELAPSED_WIDTH), DIM],
    [end === undefined ? (progress?.last_error ?? '') : '', DIM],
  ]
  return joined(cells, width)
}

function stepWidth(width: number): number {
  return width >= WIDE ? LONG_STEP_WIDTH : SHORT_STEP_WIDTH
}

function endColour({ good }: { readonly good: boolean }): string {
  return good ? GREEN : RED
}

function stateColour(state: string): string | undefined {
  const phase = provisionStateFacts(state)?.phase
  if (phase === 'failed' || state === 'error') return RED
  if (phase === 'busy') return CYAN
  if (phase === 'wait' || phase === 'hold') return YELLOW
  return phase === 'stable' ? GREEN : DIM
}

function fitted(text: string, width: number): string {
  return clipped(text, width).padEnd(width)
}

function clipped(text: string, width: number): string {
  if (width <= 0) return ''
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}

/** Keeps the end of a long name: names in a fleet mostly differ there. */
function endOf(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(1 - width)}`
}

function joined(cells: readonly Cell[], width: number): string {
  let left = width
  let line = ''
  for (const [text, colour] of cells) {
    const separator = line === '' ? '' : ' '
    const shown = clipped(text, left - separator.length)
    if (shown === '') break
    line += separator + (colour === undefined ? shown : coloured(colour, shown))
    left -= separator.length + shown.length
  }
  return line
}

function coloured(colour: string, text: string): string {
  return `\x1b[${colour}m${text}\x1b[0m`
}
