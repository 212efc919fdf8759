import { createLiveTable } from './live-table.js'
import { createPlainLines } from './plain-lines.js'
import type { FleetObserver, Machine } from './drive-fleet.js'

/** Shows a fleet while it is driven, and whatever else there is to say. */
export interface FleetPicture extends FleetObserver {
  /** Begins to show these machines. */
  begin(title: string, machines: readonly Machine[]): void
  /** Stops showing them; what was shown last stays. */
  end(): void
  /** Says something, above the machines while they are shown. */
  say(...lines: readonly string[]): void
}

/** A table that is drawn in place on a terminal; anywhere else plain lines, one for each change. */
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
