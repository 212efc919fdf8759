import type { ClientFolder } from './client-folder.js'
import { createSession, type ClientSession, type Outcome } from './client-session.js'
import { splitArguments, type CommandStep } from './command-script.js'
import { isList, type JsonValue } from '../../contract/comparison/json-value.js'
import { normalise } from './normalise.js'
import { settleNode } from './settle-node.js'

interface CommandResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs every command of the script by `baremetal` of that Debian release, against the Ironic at `url`. */
export async function runCommandLine(
  folder: ClientFolder,
  url: string,
  script: readonly CommandStep[],
): Promise<readonly Outcome[]> {
  const session = createSession(url)
  const program = await folder.start('command_line.py')
  const run = async (args: readonly string[]): Promise<CommandResult> => {
    program.tell(JSON.stringify(['--os-auth-type', 'none', '--os-endpoint', url, ...args]))
    const answer = await program.answers.next()
    if (answer.done === true) throw new Error(`baremetal ended early: ${await program.lastWords()}`)
    return JSON.parse(answer.value) as CommandResult
  }
  try {
    const outcomes: Outcome[] = []
    const met = new Set<string>()
    for (const step of script) {
      if (step.kind === 'settle') {
        await settleNode(url, fill(step.node, session))
        continue
      }
      const filled = fill(step.command, session)
      const unknown = /<[a-z0-9-]+>/.exec(filled)?.[0]
      if (unknown !== undefined) {
        outcomes.push({ step: step.command, said: { notRun: `there is no ${unknown}` } })
        continue
      }
      const { status, stdout, stderr } = await run(splitArguments(filled))
      const printed = parsed(stdout)
      if (isWide(step.command)) {
        const said = { status, stdout: ownRows(printed, session, met), stderr }
        outcomes.push({ step: step.command, said: normalise(said, session) })
        continue
      }
      for (const [id] of stdout.matchAll(uuids)) met.add(id)
      const id = idOf(printed)
      if (step.saves !== undefined && id !== undefined) session.names.set(step.saves, id)
      outcomes.push({ step: step.command, said: normalise({ status, stdout: printed, stderr }, session) })
    }
    return outcomes
  } finally {
    await program.stop()
  }
}

function fill(text: string, { run, RUN, mac, names }: ClientSession): string {
  const values = [['<run>', run], ['<RUN>', RUN], ['<mac>', mac], ...names] as const
  return values.reduce((rest, [name, value]) => rest.replaceAll(name, value), text)
}

const uuids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g

function parsed(stdout: string): JsonValue {
  try {
    return JSON.parse(stdout) as JsonValue
  } catch {
    return stdout
  }
}

/**
 * Returns the id in an output: of a list, that of its first row; of an object without an id, its only value.
 */
function idOf(printed: JsonValue): string | undefined {
  if (printed === null || typeof printed !== 'object') return undefined
  if (isList(printed)) return idOf(printed[0] ?? null)
  const id = printed['uuid'] ?? printed['UUID'] ?? Object.values(printed)[0]
  return typeof id === 'string' ? id : undefined
}

const isWide = (command: string) =>
  /^(node|port|port group|allocation|volume connector|volume target|chassis|deploy template|runbook|shard|inspection rule) list\b/.test(
    command,
  )

/** Leaves out the rows of others, since the real Ironic is shared. */
function ownRows(printed: JsonValue, { run, RUN, mac }: ClientSession, met: ReadonlySet<string>): JsonValue {
  if (printed === null || typeof printed !== 'object' || !isList(printed)) return printed
  return printed.filter((row) => {
    const text = JSON.stringify(row)
    const ids = [...text.matchAll(uuids)].map(([id]) => id)
    return [run, RUN, mac].some((own) => text.includes(own)) || ids.some((id) => met.has(id))
  })
}
