import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isSecretKey } from '../../src/errors/redaction.js'

const document = readFileSync(new URL('../../docs/reference/reliability.md', import.meta.url), 'utf8')
const paragraph =
  /\*\*By name\.\*\*(?<rule>[\s\S]*?)unless the word before(?<open>[\s\S]*?)\. The value is masked/.exec(
    document,
  )?.groups
const namesIn = (text = '') => [...text.matchAll(/`([a-z_]{2,})`/g)].map(([, name = '']) => name)

it('masks every name of a secret that the documentation lists, alone or after another word', () => {
  const names = namesIn(paragraph?.['rule'])
  expect(names).toContain('configdrive')
  expect(names.filter((name) => name !== 'key' && !isSecretKey(name))).toEqual([])
  expect(names.filter((name) => !isSecretKey(`bmc_${name}`))).toEqual([])
})

it('masks no name that the documentation calls open', () => {
  expect(namesIn(paragraph?.['open']).filter(isSecretKey)).toEqual([])
})
