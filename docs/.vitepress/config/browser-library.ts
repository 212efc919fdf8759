import { existsSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Loaded by code that no page runs: the transport over HTTP, the files of a cloud, the server of the simulator. */
const ABSENT = /^(?:node:.+|undici)$/
const EMPTY = `export default {}; export let ${['createServer', 'pipeline', 'createBrotliDecompress', 'createUnzip', 'readFile', 'homedir', 'isAbsolute', 'join', 'resolve', 'constants', 'createSecureContext'].join(', ')}`
const STAND_IN = '\0absent-in-a-browser'

/**
 * Bundles the library's sources for a page as its build does for browsers: `x.browser.ts` takes the place of `x.ts`, and
 * what only Node has is empty.
 */
export function browserLibrary(): Plugin {
  return {
    name: 'browser-library',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (options.ssr === true) return undefined
      if (ABSENT.test(source)) return { id: STAND_IN, syntheticNamedExports: true }
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (found === null || !/\/src\/.*(?<!\.browser|\.d)\.ts$/.test(found.id)) return undefined
      const forBrowsers = found.id.replace(/\.ts$/, '.browser.ts')
      return existsSync(forBrowsers) ? { ...found, id: forBrowsers } : undefined
    },
    load: (id) => (id === STAND_IN ? { code: EMPTY, syntheticNamedExports: true } : undefined),
  }
}
