import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/** Whether this platform has files. */
export function hasFiles(): boolean {
  return true
}

/** Reads a text file; `undefined` when it cannot be read. */
export async function readTextFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Returns an absolute path; a relative one begins in the working folder. */
export function absolutePath(path: string): string {
  return isAbsolute(path) ? path : resolve(path)
}

export function joinPath(...parts: readonly string[]): string {
  return join(...parts)
}

export function homeFolder(): string {
  return homedir()
}

/** Returns the user's folders for settings besides `.config`, below the home folder. */
export function settingsFolders(): readonly string[] {
  return process.platform === 'darwin' ? ['Library/Application Support'] : []
}
