import { describe, expect, it } from 'vitest'
import { hiddenFields, isHidden, unlessHidden } from '../../src/states/hidden-values.js'
import { shownText } from '../../src/states/shown-text.js'

const OLD = '** Value Redacted - Requires baremetal:node:get:last_error permission. **'
const NEW = '** Redacted - requires baremetal:node:get:reservation permission. **'

describe('a value that Ironic hides', () => {
  it.each<[unknown, boolean]>([
    [OLD, true],
    [NEW, true],
    [{ content: NEW }, true],
    [`the agent said: ${NEW}`, false],
    ['** Redaction failed', false],
    ['conductor-1', false],
    ['', false],
    [null, false],
    [undefined, false],
    [7, false],
    [{}, false],
    [{ message: NEW }, false],
    [{ content: 'a text' }, false],
    [{ content: null }, false],
    [{ content: { content: NEW } }, false],
  ])('%j: %s', (value, hidden) => {
    expect(isHidden(value)).toBe(hidden)
  })

  it('is listed by its field name', () => {
    expect(hiddenFields({ last_error: OLD, reservation: NEW })).toEqual({
      hidden: ['last_error', 'reservation'],
    })
    expect(hiddenFields({ last_error: 'it failed', reservation: NEW })).toEqual({ hidden: ['reservation'] })
    expect(hiddenFields({ last_error: OLD, reservation: null })).toEqual({ hidden: ['last_error'] })
    expect(hiddenFields({ last_error: 'it failed', reservation: null })).toEqual({})
    expect(hiddenFields({})).toEqual({})
  })

  it('counts as empty, and a visible value contains no secrets', () => {
    for (const text of [OLD, NEW, null]) {
      expect(unlessHidden(text)).toBeNull()
      expect(shownText(text)).toBeNull()
    }
    expect(unlessHidden('password=hunter2')).toBe('password=hunter2')
    expect(shownText('it failed with password=hunter2')).toBe('it failed with password=***')
  })
})
