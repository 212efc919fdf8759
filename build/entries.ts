import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))

/** Where the compiler writes the declarations, a file for each source. They are rolled up from there. */
export const DECLARATIONS = `${root}reports/declarations`

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>
}

const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest

/**
 * The entries of the package by the name of their files in `dist`, with their sources, as the `exports` of package.json
 * list them: `./client` is `dist/client.js`, built from `src/client/index.ts`.
 */
export const ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) =>
      path === '.' ? ['index', 'src/index.ts'] : [path.slice(2), `src${path.slice(1)}/index.ts`],
    ),
)

/** What the folder `src/platform` has in two forms, by the name of their files in `dist`, with their sources. */
export const PLATFORM_FORMS: Readonly<Record<string, string>> = Object.fromEntries(
  platformParts().flatMap((part) => [
    [`platform/node/${part}`, `src/platform/${part}.ts`],
    [`platform/browser/${part}`, `src/platform/${part}.browser.ts`],
  ]),
)

/** The names of the files of `src/platform` that browsers get in another form. */
export function platformParts(): readonly string[] {
  return readdirSync(`${root}src/platform`)
    .filter((file) => file.endsWith('.browser.ts'))
    .map((file) => file.replace('.browser.ts', ''))
}

/** The programs under `bin` of package.json. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  'ironic-simulator': 'src/testing/program/ironic-simulator.ts',
}

/** The file that the compiler writes for a source. */
export function declarationOf(source: string): string {
  return source.replace(/^src\/(.*)\.ts$/, `${DECLARATIONS}/$1.d.ts`)
}
