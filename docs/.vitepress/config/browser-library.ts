import { existsSync } from 'node:fs'
import type { Plugin } from 'vite'

/** A source of `src/platform` that has a form for browsers beside it. */
const SOURCE = /\/src\/platform\/[^/]*(?<!\.browser)\.ts$/

/**
 * Bundles the library's sources for a page as the package's own build does for browsers: `platform/x.browser.ts` takes the
 * place of `platform/x.ts`. Pages that are rendered while the site is built keep those of Node.
 */
export function browserLibrary(): Plugin {
  return {
    name: 'browser-library',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (options.ssr === true || !source.includes('platform/')) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (found === null || !SOURCE.test(found.id)) return undefined
      const forBrowsers = found.id.replace(/\.ts$/, '.browser.ts')
      return existsSync(forBrowsers) ? { ...found, id: forBrowsers } : undefined
    },
  }
}
