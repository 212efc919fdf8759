import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { InvalidInputError } from 'ironic-driver'
import { docsAddress, HOMEPAGE } from '../../src/errors/docs-address.js'
import packageJson from '../../package.json' with { type: 'json' }

it('knows the homepage of package.json', () => {
  expect(HOMEPAGE).toBe((packageJson as { readonly homepage?: string }).homepage)
})

it('points to a page of the site', () => {
  expect(docsAddress('node_locked', 'https://driver.example')).toBe(
    'https://driver.example/errors/node_locked.html',
  )
  expect(docsAddress('node_locked', 'https://driver.example/docs/')).toBe(
    'https://driver.example/docs/errors/node_locked.html',
  )
})

it('points to a file of the package while there is no homepage', () => {
  const address = docsAddress('invalid_input', undefined)
  expect(address).toBe('ironic-driver/docs/errors/invalid_input.md')
  expect(existsSync(new URL(`../../${address.replace('ironic-driver/', '')}`, import.meta.url))).toBe(true)
})

it('is a field of every error, in JSON too, but not of its causes', () => {
  const cause = new InvalidInputError('node', 'is empty')
  const error = new InvalidInputError('targets', 'cannot be used', { cause }).within({ node: 'metal-1' })
  expect(error.docs).toBe(docsAddress('invalid_input'))
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ kind: 'invalid_input', docs: error.docs })
  expect(error.toJSON()['cause']).not.toHaveProperty('docs')
})
