import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { USED } from './harness/expected-output.js'
import { mustRun, run, type Ended } from './harness/run.js'
import { makeScratchProject, type ScratchProject } from './harness/scratch-project.js'

const MANAGERS = { pnpm: 'pnpm/bin/pnpm.mjs', yarn: 'yarn/bin/yarn.js' }

let project: ScratchProject

beforeEach(async () => {
  project = await makeScratchProject({ install: [] })
})

afterEach(() => project.remove())

/** Runs a package manager with npm's registry. What it downloads is kept beside it. */
async function manager(
  name: keyof typeof MANAGERS,
  args: readonly string[],
  node = process.execPath,
): Promise<Ended> {
  const tools = inject('tools').managers
  const registry = (await mustRun('npm', ['config', 'get', 'registry'], { cwd: project.folder })).trim()
  const env = {
    npm_config_registry: registry,
    npm_config_store_dir: join(tools, 'pnpm-store'),
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    YARN_GLOBAL_FOLDER: join(tools, 'yarn-store'),
    YARN_NODE_LINKER: 'pnp',
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  }
  const program = join(tools, 'node_modules', MANAGERS[name])
  return run(node, [program, ...args], { cwd: project.folder, env })
}

it('runs in the strict node_modules of pnpm', async () => {
  const add = ['add', '--ignore-scripts', '--prefer-offline', inject('library').tarball]
  expect(await manager('pnpm', add)).toMatchObject({ status: 0 })
  expect(await project.node('by-import.mjs')).toEqual({ status: 0, output: USED })
  expect(await project.node('by-require.cjs')).toEqual({ status: 0, output: USED })
})

it("runs under yarn's Plug'n'Play, without node_modules: by import, and on Node 24 by require", async () => {
  // An empty lockfile makes this folder a project of its own.
  await project.write('yarn.lock', '')
  const added = await manager('yarn', ['add', `ironic-driver@file:${inject('library').tarball}`])
  expect(added).toMatchObject({ status: 0 })
  expect(await manager('yarn', ['node', 'by-import.mjs'])).toEqual({ status: 0, output: USED })
  // Yarn can hand an ES module out of its archives to `require` only there.
  const node24 = join(inject('tools').nodes, 'node_modules/24/bin/node')
  expect(await manager('yarn', ['node', 'by-require.cjs'], node24)).toEqual({ status: 0, output: USED })
})
