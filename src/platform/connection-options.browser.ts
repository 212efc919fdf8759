import type { TlsOptions } from './tls-options.js'

export const IMPOSSIBLE_OPTIONS: Readonly<Partial<Record<'tls' | 'proxy' | 'userAgent', string>>> = {
  tls: 'cannot be set in a browser, which decides itself whom to trust; leave it out.',
  proxy: 'cannot be set in a browser, which has its own settings for proxies; leave it out.',
  userAgent: 'cannot be set in a browser, which sends its own; leave it out.',
}

export function isUsable(__: TlsOptions): boolean {
  return false
}
