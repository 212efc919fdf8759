import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { architectureDrawing } from '../../build/site/draw-architecture.js'
import { statesDrawing } from '../../build/site/draw-states.js'
import { PROVISION_STATES } from '../../src/states/provision-states.js'

it.each([
  ['docs/architecture.svg', architectureDrawing],
  ['docs/concepts/states.svg', statesDrawing],
])('%s is the drawing of its script', (path, drawing) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(drawing())
})

it('the drawing of the states shows every provision state', () => {
  const drawing = statesDrawing()
  expect(Object.keys(PROVISION_STATES).filter((state) => !drawing.includes(`>${state}</text>`))).toEqual([])
})
