import { expect, it } from 'vitest'
import { environmentProxy } from '../../src/login/http/environment-proxy.js'

const PROXY = { HTTPS_PROXY: 'http://secure:1', HTTP_PROXY: 'http://plain:1' }

it.each([
  ['https://metal.example', PROXY, 'http://secure:1'],
  ['http://metal.example', PROXY, 'http://plain:1'],
  ['https://metal.example', { HTTP_PROXY: 'http://plain:1' }, undefined],
  ['https://metal.example', { https_proxy: 'http://small:1', ...PROXY }, 'http://small:1'],
  ['https://metal.example', { https_proxy: '', ...PROXY }, undefined],
  ['https://metal.example', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
  ['https://metal.example', {}, undefined],
  ['not a URL', PROXY, undefined],
])('for %s with %j, chooses %s', (address, env, url) => {
  expect(environmentProxy(address, env)?.url).toBe(url)
})

it.each([
  ['*', 'metal.example', true],
  ['metal.example', 'metal.example', true],
  ['METAL.example', 'metal.example', true],
  ['other.example, metal.example', 'metal.example', true],
  ['other.example metal.example', 'metal.example', true],
  ['example', 'metal.example', true],
  ['.example', 'metal.example', true],
  ['*.example', 'metal.example', true],
  ['tal.example', 'metal.example', false],
  ['metal.example:6385', 'metal.example:6385', true],
  ['metal.example:6385', 'metal.example:443', false],
  ['metal.example:443', 'metal.example', true],
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.1.2.3', '10.1.2.3:6385', true],
  ['2.3', '10.1.2.3', false],
  ['::1', '[::1]:6385', true],
  ['[::1]:6385', '[::1]:6385', true],
  ['[::1]:80', '[::1]:6385', false],
  ['', 'metal.example', false],
])('with NO_PROXY %j, %s is exempt: %s', (list, host, isExempt) => {
  const env = { ...PROXY, NO_PROXY: list }
  expect(environmentProxy(`https://${host}`, env) === undefined).toBe(isExempt)
})
