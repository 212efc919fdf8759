import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A home folder with these files, removed after the test. */
export function homeWith(files: Readonly<Record<string, string>>): { readonly HOME: string } {
  const home = mkdtempSync(join(tmpdir(), 'ironic-driver-home-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  return { HOME: home }
}

export const CLOUDS = '.config/openstack/clouds.yaml'
export const SECURE = '.config/openstack/secure.yaml'
export const VENDORS = '.config/openstack/clouds-public.yaml'
