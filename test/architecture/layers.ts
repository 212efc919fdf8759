import { readFileSync } from 'node:fs'

/** Reads the table of layers in CONTRIBUTING.md: which other layers each may import. */
export function readLayers(): Readonly<Record<string, readonly string[]>> {
  const text = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `src\/([\w.]+)` +\| ([^|]*)\|/gm)]
  return Object.fromEntries(
    rows.map(([, layer = '', imports = '']) => [
      layer,
      [...imports.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name),
    ]),
  )
}
