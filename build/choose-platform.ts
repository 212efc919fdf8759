import { basename, resolve } from 'node:path'
import type { Plugin } from 'rolldown'
import { platformParts, root } from './entries.js'

/**
 * Leaves the choice between the two forms of a file of `src/platform` to the conditions under `imports` of package.json,
 * so that a bundler for browsers never sees a Node built-in.
 */
export function choosePlatform(): Plugin {
  const parts = new Set(platformParts())
  return {
    name: 'choose-platform',
    resolveId: {
      filter: { id: /^\..*\.js$/ },
      handler: (id, importer) => {
        if (importer === undefined) return undefined
        const part = basename(id, '.js')
        const isIn = resolve(importer, '..', id) === `${root}src/platform/${part}.js`
        return isIn && parts.has(part) ? { id: `#platform/${part}`, external: true } : undefined
      },
    },
  }
}
