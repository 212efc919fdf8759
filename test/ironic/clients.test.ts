import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClientFolder, type ClientFolder } from './clients/client-folder.js'
import type { Outcome } from './clients/client-session.js'
import { comparedCommands } from './clients/compared-commands.js'
import { reportFile, writeReport, type Comparison } from './clients/difference-report.js'
import { findDifferences } from './clients/differences.js'
import { serveMatchingSimulator } from './clients/matching-simulator.js'
import { meantDifferences, reasonFor } from './clients/meant-differences.js'
import { runCommandLine } from './clients/run-command-line.js'
import { runSdk } from './clients/run-sdk.js'
import { servers, type ServerUnderTest } from './servers.js'

/** A whole life of a machine, command by command, on a busy computer. */
const timeout = 600_000

const comparisons: Comparison[] = []
const met = new Set<unknown>()
afterAll(() => writeReport(comparisons))

describe.each(servers())('clients of the release with $name', { timeout }, ({ root }) => {
  let folder: ClientFolder
  beforeAll(async () => {
    folder = await createClientFolder(root)
  })

  // one after the other on each Ironic: each lists what is there of everybody
  describe('the baremetal command', () => {
    it.concurrent.each(servers())('cannot tell the simulator from $name', async (server) => {
      await compare(await folder.packageNamed('python3-ironicclient'), server, (url) =>
        runCommandLine(folder, url, comparedCommands),
      )
    })
  })

  describe('openstacksdk', () => {
    it.concurrent.each(servers())('cannot tell the simulator from $name', async (server) => {
      await compare(await folder.packageNamed('python3-openstacksdk'), server, (url) => runSdk(folder, url))
    })
  })
})

it.runIf(servers().length > 1)('has seen every difference that is meant', () => {
  expect(meantDifferences.filter((meant) => !met.has(meant))).toEqual([])
})

async function compare(
  client: string,
  server: ServerUnderTest,
  run: (url: string) => Promise<readonly Outcome[]>,
): Promise<void> {
  const served = await serveMatchingSimulator(server)
  try {
    const [real, simulated] = await Promise.all([run(server.url), run(served.url)])
    const found = findDifferences(real, simulated)
    for (const difference of found) met.add(reasonFor(difference))
    const differences = found.filter((difference) => reasonFor(difference) === undefined)
    comparisons.push({ client, server: server.name, steps: real.length, differences })
    expect(differences, `also in ${reportFile}`).toEqual([])
  } finally {
    await served.close()
  }
}
