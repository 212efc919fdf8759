import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Installs what the site is built with, unless that has been done since its lockfile changed.
const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const installed = `${docs}node_modules/.package-lock.json`

function isFresh(): boolean {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${docs}package-lock.json`).mtimeMs
}

if (!isFresh()) {
  const { status } = spawnSync('npm', ['ci', '--prefix', docs], { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
