export function hasFiles(): boolean {
  return false
}

export function readTextFile(__: string): Promise<string | undefined> {
  return Promise.resolve(undefined)
}

export function absolutePath(path: string): string {
  return path
}

export function joinPath(...parts: readonly string[]): string {
  return parts.join('/')
}

export function homeFolder(): string {
  return '/'
}

export function settingsFolders(): readonly string[] {
  return []
}
