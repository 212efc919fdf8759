import type { NodeProgress } from 'ironic-driver'
import type { Machine } from './drive-fleet.js'
import type { FleetPicture } from './fleet-picture.js'
import { powerText } from './power-text.js'

/** Prints one line for each change, for logs and pipes. */
export function createPlainLines(output: NodeJS.WritableStream): FleetPicture {
  let startedAt = Date.now()
  let nameWidth = 0

  const write = (line: string) => output.write(`${line}\n`)
  const writeFor = (machine: Machine, ...words: readonly string[]) => {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)
    write(`${machine.name.padEnd(nameWidth)} ${seconds} s  ${words.join('  ')}`)
  }

  return {
    begin(title, machines) {
      startedAt = Date.now()
      nameWidth = Math.max(...machines.map(({ name }) => name.length))
      write('')
      write(title)
    },
    changed(machine, progress: NodeProgress) {
      const step = progress.step === undefined ? [] : [progress.step]
      const error = progress.last_error === null ? [] : [`(${progress.last_error})`]
      writeFor(machine, progress.provision_state, ...step, powerText(progress), ...error)
    },
    succeeded(machine, note) {
      writeFor(machine, `done: ${note}`)
    },
    failed(machine, error) {
      writeFor(machine, `failed: ${error.kind}`)
    },
    end: () => undefined,
    say(...lines) {
      for (const line of lines) write(line)
    },
  }
}
