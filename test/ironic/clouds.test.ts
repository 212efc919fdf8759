import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClientFolder, type ClientProgram } from './clients/client-folder.js'
import { cloudCases } from './clouds/cloud-cases.js'
import { catalog, type CloudOutcome } from './clouds/described-cloud.js'
import { meantDifferences } from './clouds/meant-differences.js'
import { readAsWeDo } from './clouds/read-as-we-do.js'
import { servers } from './servers.js'

const met = new Set<string>()

describe.each(servers())('descriptions of clouds, compared with openstacksdk beside $name', ({ root }) => {
  let program: ClientProgram
  beforeAll(async () => {
    const folder = await createClientFolder(root)
    console.log(`Clouds are also read by ${await folder.packageNamed('python3-openstacksdk')}`)
    program = await folder.start('clouds.py')
  })
  afterAll(() => program.stop())

  it.each(cloudCases)('%s', async (title, described) => {
    program.tell(JSON.stringify({ files: {}, env: {}, ...described, catalog }))
    const answer = await program.answers.next()
    if (answer.done === true) throw new Error(`It ended early: ${await program.lastWords()}`)
    const theirs = JSON.parse(answer.value) as CloudOutcome
    const ours = await readAsWeDo(described)
    // each reports the mistake in its own words
    if ('error' in theirs && 'error' in ours) return
    const isMeant = meantDifferences.some((meant) => meant.title === title)
    if (!isMeant) expect(ours).toEqual(theirs)
    else if (JSON.stringify(ours) !== JSON.stringify(theirs)) met.add(title)
  })
})

it('every intended difference occurs', () => {
  expect(meantDifferences.filter(({ title }) => !met.has(title))).toEqual([])
})
