import { execFile } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { plainEnv } from '../fixture/contained-process.js'
import { ironicPackages } from '../fixture/ironic-release.js'
import { createRunFolder } from '../fixture/run-folder.js'

const programs = fileURLToPath(new URL('python', import.meta.url))

/** The readers of Debian 12, and the newest ones: on the machine, in Ironic, and anywhere else. */
export const readerReleases = ['Debian 12', 'the newest Debian'] as const
const ironics = { 'Debian 12': '21.4', 'the newest Debian': 'current' } as const

/** The readers of one Debian release, and a folder of their own in it. */
export interface ReaderFolder {
  /** Writes a file for the readers; returns its path in their folder. */
  write(name: string, contents: string | Uint8Array): Promise<string>
  /** Runs a command in the folder as its root; returns what it prints. */
  run(...command: readonly [string, ...string[]]): Promise<string>
  /** Runs one of the programs in `python/`; returns the JSON that it prints. */
  ask<T>(program: string, ...args: readonly string[]): Promise<T>
}

export async function createReaderFolder(release: (typeof readerReleases)[number]): Promise<ReaderFolder> {
  const { path } = await ironicPackages(ironics[release])
  return readersIn(path)
}

/** Returns the readers in an existing folder. */
export async function readersIn(root: string): Promise<ReaderFolder> {
  const { inside, outside } = await createRunFolder(root)
  await cp(programs, join(outside, 'readers'), { recursive: true })
  const run = async (...command: readonly string[]) => {
    const options = { env: plainEnv, maxBuffer: 64 * 1_048_576 }
    return (await promisify(execFile)('chroot', [root, ...command], options)).stdout
  }
  let folders = 0
  return {
    async write(name, contents) {
      const folder = `given-${String(++folders)}`
      await mkdir(join(outside, folder))
      await writeFile(join(outside, folder, name), contents)
      return `${inside}/${folder}/${name}`
    },
    run,
    async ask<T>(program: string, ...args: readonly string[]) {
      return JSON.parse(await run('python3', `${inside}/readers/${program}`, ...args)) as T
    },
  }
}
