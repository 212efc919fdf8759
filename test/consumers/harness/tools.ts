import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PINS, type Group } from './pins.js'
import { npmInstall } from './run.js'

const cache = join(process.env['IRONIC_DRIVER_CACHE'] ?? join(homedir(), '.cache/ironic-driver'), 'consumers')

/**
 * Returns the folder in which the tools of a group are installed, each under its name in the pins. Installs them the
 * first time, and removes those of earlier pins.
 */
export async function toolsOf(group: Group): Promise<string> {
  const packages = Object.entries(PINS[group]).map(([name, pin]) =>
    pin.startsWith(name) ? pin : `${name}@npm:${pin}`,
  )
  const key = createHash('sha256').update(packages.join()).digest('hex').slice(0, 12)
  const folder = join(cache, `${group}-${key}`)
  if (existsSync(folder)) return folder

  await mkdir(cache, { recursive: true })
  const earlier = (await readdir(cache)).filter((name) => name.replace(/-\w{12}$/, '') === group)
  for (const name of earlier) await rm(join(cache, name), { recursive: true, force: true })

  // A folder has its name only once it is whole.
  const draft = await mkdtemp(join(cache, 'draft-'))
  try {
    await writeFile(join(draft, 'package.json'), JSON.stringify({ private: true }))
    await npmInstall(draft, packages)
    await rename(draft, folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
