import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packLibrary, type PackedLibrary } from './harness/pack-library.js'
import { PINS, type Group } from './harness/pins.js'
import { toolsOf } from './harness/tools.js'

declare module 'vitest' {
  interface ProvidedContext {
    library: PackedLibrary
    /** The folder in which each group of tools is installed. */
    tools: Readonly<Record<Group, string>>
  }
}

/** Packs the library once, and installs all tools: several test files share them. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-packed-'))
  provide('library', await packLibrary(folder))
  const groups = Object.keys(PINS) as Group[]
  const folders = await Promise.all(groups.map(async (group) => [group, await toolsOf(group)] as const))
  provide('tools', Object.fromEntries(folders) as Record<Group, string>)
  return () => rm(folder, { recursive: true })
}
