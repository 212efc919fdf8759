import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('program.ts', import.meta.url))

/** Bundles the program and the library into one file, which Node starts much faster. */
export async function buildProgram(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'ironic-driver-kill-')), 'program.cjs')
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  return outfile
}
