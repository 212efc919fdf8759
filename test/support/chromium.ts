import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'
import { launch, type Browser } from 'puppeteer-core'

const run = promisify(execFile)

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Opens a headless Chromium: the one of `CHROMIUM`, an installed one, or, as root on Debian, that of its package. */
export async function openChromium(...args: readonly string[]): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? (await installed()) ?? (await install())
  // Chromium refuses a sandbox to root, and /dev/shm is small in containers.
  return launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...args] })
}

async function installed(): Promise<string | undefined> {
  for (const path of PROGRAMS) {
    const found = await access(path).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return undefined
}

async function install(): Promise<string> {
  if (process.getuid?.() !== 0)
    throw new Error('Chromium is missing. Install it, or name its program in the variable CHROMIUM.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const get = (...args: readonly string[]) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env })
  const chromium = ['install', '-y', '--no-install-recommends', 'chromium']
  await get(...chromium).catch(async () => {
    await get('update')
    await get(...chromium)
  })
  const path = await installed()
  if (path === undefined) throw new Error('apt-get installed Chromium, but its program was not found.')
  return path
}
