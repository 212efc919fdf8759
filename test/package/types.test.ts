import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeScratchProject, type ScratchProject } from './scratch-project.js'

/** The oldest TypeScript that the README promises, and what is in use. */
const VERSIONS = ['5.4', '5.9', '6.0', '7.0']
const RESOLUTIONS = [
  ['nodenext', 'nodenext'],
  ['bundler', 'es2022'],
] as const

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject()
  for (const version of VERSIONS) await project.install(`ts-${version}@npm:typescript@~${version}.0`)
  await project.write(
    'service.ts',
    `import { IronicDriver, type WaitOptions } from 'ironic-driver'
     import { IronicClient, type Node } from 'ironic-driver/client'
     import { IronicSimulator } from 'ironic-driver/testing'
     export const driver = new IronicDriver({ transport: new IronicSimulator() })
     export const client: IronicClient = driver.client
     export const turnOn = (node: Node, options: WaitOptions) => driver.power.on({ node: node.uuid }, options)
     export const names = () => client.nodes.list({ fields: ['name'] })`,
  )
  await project.write('one-line.ts', `export { IronicDriver } from 'ironic-driver'`)
})

afterAll(() => project.remove())

describe.each(VERSIONS)('TypeScript %s', (version) => {
  it.concurrent.each(RESOLUTIONS)(
    'compiles the declarations with %s resolution, without the types of Node',
    async (resolution, module) => {
      const settings = { '--moduleResolution': resolution, '--module': module, '--outDir': resolution }
      expect(await project.compileAlone('service.ts', `ts-${version}`, settings)).toEqual({
        status: 0,
        output: '',
      })
    },
  )
})

it('loads few declarations for one import', async () => {
  const settings = { '--moduleResolution': 'nodenext', '--module': 'nodenext', '--listFiles': 'true' }
  const { output } = await project.compileAlone('one-line.ts', 'ts-6.0', settings)
  const loaded = output.split('\n').filter((file) => /node_modules\/(?!ts-)/.test(file))
  expect(loaded.length).toBeLessThan(10)
})
