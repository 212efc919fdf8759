import type { ClientFolder } from './client-folder.js'
import { createSession, type Outcome } from './client-session.js'
import type { JsonValue } from '../../contract/comparison/json-value.js'
import { normalise } from './normalise.js'

interface SaidStep {
  readonly step: string
  readonly said: JsonValue
  /** The ids that appear in it for the first time. */
  readonly names: Readonly<Record<string, string>>
}

/** Runs the script in `python/sdk.py` by openstacksdk of that Debian release, against the Ironic at `url`. */
export async function runSdk(folder: ClientFolder, url: string): Promise<readonly Outcome[]> {
  const session = createSession(url)
  const instance = session.names.get('<instance>') ?? ''
  const program = await folder.start('sdk.py', url, session.run, session.mac, instance)
  try {
    const outcomes: Outcome[] = []
    for await (const answer of program.answers) {
      const { step, said, names } = JSON.parse(answer) as SaidStep
      for (const [name, id] of Object.entries(names)) session.names.set(name, id)
      outcomes.push({ step, said: normalise(said, session) })
    }
    if (outcomes.at(-1)?.step !== 'nothing is left') throw new Error(await program.lastWords())
    return outcomes
  } finally {
    await program.stop()
  }
}
