import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { NODE_TYPES, PINS } from '../harness/pins.js'
import { makeScratchProject, type ScratchProject } from '../harness/scratch-project.js'
import { compile, errorsOf, type Compiler, type Resolution } from './compile.js'
import { FOUND, MISTAKES } from './mistakes.js'

const COMPILERS = Object.keys(PINS.compilers) as Compiler[]
const RESOLUTIONS = ['node16', 'nodenext', 'bundler'] satisfies Resolution[]

let bare: ScratchProject
let withNodeTypes: ScratchProject

beforeAll(async () => {
  const { tarball } = inject('library')
  bare = await makeScratchProject({ install: [tarball] })
  withNodeTypes = await makeScratchProject({ install: [tarball, NODE_TYPES] })
  for (const project of [bare, withNodeTypes]) await project.write('mistakes.ts', MISTAKES)
})

afterAll(() => Promise.all([bare.remove(), withNodeTypes.remove()]))

const lib = (...names: readonly string[]) => ['--lib', names.join()]
const files = ['service.ts', 'mistakes.ts']

// TypeScript 6 no longer includes the types that are installed unless a project lists them.
describe.each(COMPILERS)(
  'TypeScript %s without skipLibCheck finds the planted mistakes and no others',
  (compiler) => {
    it.concurrent.each(RESOLUTIONS)('under %s, with @types/node', async (resolution) => {
      const options = [...lib('es2023'), '--types', 'node']
      const ended = await compile(withNodeTypes, compiler, files, { resolution, options })
      expect(errorsOf(ended), ended.output).toEqual(FOUND)
    })

    it.concurrent.each(RESOLUTIONS)('under %s, without @types/node', async (resolution) => {
      const ended = await compile(bare, compiler, files, { resolution, options: lib('es2023') })
      expect(errorsOf(ended), ended.output).toEqual(FOUND)
    })

    it.concurrent('under bundler, with the types of browsers', async () => {
      const options = lib('es2023', 'dom')
      const ended = await compile(bare, compiler, files, {
        resolution: 'bundler',
        options,
        outDir: `${compiler}-dom`,
      })
      expect(errorsOf(ended), ended.output).toEqual(FOUND)
    })
  },
)
