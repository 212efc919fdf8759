import type { WriteStream } from 'node:tty'
import type { Machine } from './drive-fleet.js'
import type { FleetPicture } from './fleet-picture.js'
import { nameColumn, tableHeader, tableRow, type RowState } from './table-row.js'

const REDRAW_MS = 120

const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
const CLEAR_BELOW = '\x1b[J'

/** Creates a table with a line for each machine, redrawn in place. */
export function createLiveTable(output: WriteStream): FleetPicture {
  let rows = new Map<string, RowState>()
  let startedAt = 0
  let drawnLines = 0
  let turn = 0
  let timer: NodeJS.Timeout | undefined

  const showCursor = () => {
    if (timer !== undefined) output.write(SHOW_CURSOR)
  }
  process.once('exit', showCursor)
  // A narrower terminal has wrapped the old lines: draw the next table below them.
  output.on('resize', () => (drawnLines = 0))

  function erased(): string {
    return drawnLines === 0 ? '' : `\r\x1b[${drawnLines}A${CLEAR_BELOW}`
  }

  function draw(): void {
    // One column less than the terminal has: after a full line, some terminals start a new one.
    const width = output.columns - 1
    const elapsedMs = Date.now() - startedAt
    const nameWidth = nameColumn([...rows.values()].map(({ name }) => name))
    const frame = { width, elapsedMs, turn, nameWidth }
    const all = [...rows.values()].map((row) => tableRow(row, frame))
    const fit = Math.max(1, output.rows - 2)
    const hidden = all.length > fit ? all.length - fit + 1 : 0
    const shown = hidden === 0 ? all : [...all.slice(0, fit - 1), `  and ${hidden} more`]
    const lines = [tableHeader(width, nameWidth), ...shown]
    output.write(`${erased()}${lines.join('\n')}\n`)
    drawnLines = lines.length
    turn += 1
  }

  function update(machine: Machine, change: Partial<RowState>): void {
    const row = rows.get(machine.node)
    if (row !== undefined) rows.set(machine.node, { ...row, ...change })
  }

  const endedNow = () => Date.now() - startedAt

  return {
    begin(title, machines) {
      rows = new Map(machines.map(({ node, name }) => [node, { name }]))
      startedAt = Date.now()
      drawnLines = 0
      output.write(`\n\x1b[1m${title}\x1b[0m\n${HIDE_CURSOR}`)
      draw()
      timer = setInterval(draw, REDRAW_MS)
    },
    changed(machine, progress) {
      update(machine, { progress })
    },
    succeeded(machine, note) {
      update(machine, { end: { good: true, note, atMs: endedNow() } })
    },
    failed(machine, error) {
      update(machine, { end: { good: false, note: error.kind, atMs: endedNow() } })
    },
    end() {
      if (timer === undefined) return
      clearInterval(timer)
      draw()
      output.write(SHOW_CURSOR)
      timer = undefined
      drawnLines = 0
    },
    say(...lines) {
      output.write(`${erased()}${lines.map((line) => `${line}\n`).join('')}`)
      drawnLines = 0
      if (timer !== undefined) draw()
    },
  }
}
