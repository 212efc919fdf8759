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

/** The whole life of a node, command by command, on a busy computer. */
const timeout = 600_000

const comparisons: Comparison[] = []
const met = new Set<unknown>()
afterAll(() => writeReport(comparisons))

// one after the other on each Ironic: each lists what everybody has created
describe.concurrent.each([...servers()])('clients of the release with $name', { timeout }, (server) => {
  let folder: ClientFolder
  beforeAll(async () => {
    folder = await createClientFolder(server.root)
  })

  it('the baremetal command cannot tell the simulator from it', { concurrent: false }, async () => {
    await compare(await folder.packageNamed('python3-ironicclient'), server, (url) =>
      runCommandLine(folder, url, comparedCommands),
    )
  })

  it('openstacksdk cannot tell the simulator from it', { concurrent: false }, async () => {
    await compareSdk(folder, server)
  })
})

describe('clients of another release', { timeout }, () => {
  it.concurrent.each(
    servers().flatMap((server) =>
      servers()
        .filter(({ root }) => root !== server.root)
        .map(({ root: client }) => ({ name: server.name, server, client })),
    ),
  )('openstacksdk cannot tell the simulator from $name', async ({ client, server }) => {
    await compareSdk(await createClientFolder(client), server)
  })
})

it.runIf(servers().length > 1)('every intended difference occurs', () => {
  expect(meantDifferences.filter((meant) => !met.has(meant))).toEqual([])
})

async function compareSdk(folder: ClientFolder, server: ServerUnderTest): Promise<void> {
  await compare(await folder.packageNamed('python3-openstacksdk'), server, (url) => runSdk(folder, url))
}

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
