import { createLiveTable } from './live-table.js'
import { createPlainLines } from './plain-lines.js'
import type { FleetObserver, Machine } from './drive-fleet.js'

/** Shows the progress of a fleet, and other messages. */
export interface FleetPicture extends FleetObserver {
  /** Starts to show these machines. */
  begin(title: string, machines: readonly Machine[]): void
  /** Stops updating them; their last state stays visible. */
  end(): void
  /** Prints lines, above the machines while these are shown. */
  say(...lines: readonly string[]): void
}

/** Creates a live table on a terminal; elsewhere plain lines, one for each change. */
export function createFleetPicture(
  output: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): FleetPicture {
  const isPlain = !output.isTTY || isSet(env['NO_COLOR']) || isSet(env['CI']) || env['TERM'] === 'dumb'
  return isPlain ? createPlainLines(output) : createLiveTable(output)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
