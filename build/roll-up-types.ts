import { rollup, type Plugin } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { declarationOf, ENTRIES, root } from './entries.js'

/** Rolls up the declarations that the compiler wrote: a file for each entry, and files in `chunks` for what they share. */
export async function rollUpTypes(folder: string): Promise<void> {
  const input = Object.entries(ENTRIES).map(([name, source]) => [name, declarationOf(source)] as const)
  const bundle = await rollup({
    input: Object.fromEntries(input),
    external: (id) => !/^[./]/.test(id),
    // The names that a user can write are those that the entries export; the compiler needs no others.
    onLog: (level, log, report) => {
      if (!log.message.includes('with no public re-export')) report(level, log)
    },
    plugins: [dts({ tsconfig: `${root}tsconfig.build.json` }), hostTypes],
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].d.ts',
    chunkFileNames: ({ name }) => `chunks/${name.replace(/\.d$/, '')}.d.ts`,
  })
  await bundle.close()
}

/** What a type stands for in a project that has neither the types of Node nor those of browsers. */
const FALLBACKS: Readonly<Record<string, string>> = {
  AbortSignal: '{ readonly aborted: boolean }',
  URL: '{ readonly href: string }',
}

/** The symbols that a project lacks unless its `lib` has `esnext.disposable`, or it has the types of Node. */
const SYMBOLS = ['dispose', 'asyncDispose']

/**
 * Takes the types of the host from its global values, and declares the symbols that a file uses, as the types of Node do,
 * so that a user need not install those to compile the declarations.
 */
const hostTypes: Plugin = {
  name: 'host-types',
  renderChunk: (code) => {
    const used = withoutComments(code)
    const types = Object.entries(FALLBACKS)
      .filter(([name]) => new RegExp(`\\b${name}\\b`).test(used))
      .map(
        ([name, fallback]) =>
          `type ${name} = typeof globalThis extends { ${name}: { prototype: infer Host } } ? Host : ${fallback};\n`,
      )
    const symbols = SYMBOLS.filter((name) => used.includes(`[Symbol.${name}]`)).map(
      (name) => `declare global { interface SymbolConstructor { readonly ${name}: unique symbol } }\n`,
    )
    return { code: [...types, ...symbols, code].join(''), map: null }
  },
}

function withoutComments(code: string): string {
  return code.replace(/\/\*.*?\*\//gs, '')
}
