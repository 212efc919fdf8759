import { IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { compileErrors } from './compile-errors.js'
import { docExamples } from './doc-examples.js'

const examples = docExamples()

it('compiles the examples in the documentation of the sources', { timeout: 60_000 }, () => {
  expect(compileErrors(examples.map(({ code }) => code))).toEqual([])
})

const modules = Object.entries(new IronicDriver({ transport: new IronicSimulator() }))
  .filter(([name, field]) => name !== 'client' && typeof field === 'object')
  .map(([name]) => `${name.charAt(0).toUpperCase()}${name.slice(1)}Module`)
const others = ['IronicDriver', 'IronicClient', 'connect', 'createKyTransport', 'instrumentIronicDriver']
const forTests = ['IronicSimulator', 'ManualClock', 'serveSimulator']

it.each([...modules, ...others, ...forTests])('shows an example of %s, of 3 to 20 lines', (name) => {
  const example = examples.find(({ of }) => of === name)
  const lines = example?.code.split('\n').length ?? 0
  expect(lines).toBeGreaterThanOrEqual(3)
  expect(lines).toBeLessThanOrEqual(20)
})
