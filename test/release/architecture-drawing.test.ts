import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { architectureDrawing } from '../../build/site/draw-architecture.js'

it('docs/architecture.svg is the drawing of its script', () => {
  const drawn = readFileSync(new URL('../../docs/architecture.svg', import.meta.url), 'utf8')
  expect(drawn).toBe(architectureDrawing())
})
