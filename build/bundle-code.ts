import { rolldown } from 'rolldown'
import { annotatePureCalls } from './annotate-pure-calls.js'
import { choosePlatform } from './choose-platform.js'
import { ENTRIES, PLATFORM_FORMS, PROGRAMS, root } from './entries.js'

/** Bundles the sources: a file for each entry and program, and files in `chunks` for what they share. */
export async function bundleCode(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: { ...ENTRIES, ...PROGRAMS, ...PLATFORM_FORMS },
    platform: 'node',
    external: (id) => !/^[./]/.test(id),
    plugins: [choosePlatform(), annotatePureCalls()],
    checks: { bundlerTimings: false },
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    // The declarations keep the comments, and the source maps the sources.
    comments: { legal: true, annotation: true, jsdoc: false },
  })
  await bundle.close()
}
