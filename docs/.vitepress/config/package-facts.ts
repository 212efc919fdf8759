import { readFileSync } from 'node:fs'

interface Manifest {
  readonly description: string
  readonly version: string
  readonly homepage?: string
  readonly repository?: string | { readonly url: string }
}

/** What `package.json` says about the project; an address that it lacks is not invented. */
export interface PackageFacts {
  readonly description: string
  readonly version: string
  /** Where the site stands, without a slash at the end. */
  readonly homepage?: string
  /** The page of the repository on its forge, without a slash at the end. */
  readonly repository?: string
}

/** Reads `package.json` of the library. */
export function packageFacts(): PackageFacts {
  const manifest = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as Manifest
  const { description, version, homepage } = manifest
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url
  return {
    description,
    version,
    ...(homepage && { homepage: homepage.replace(/\/$/, '') }),
    ...(repository && { repository: webAddress(repository) }),
  }
}

/** `git+https://forge.example/a/b.git` names the page `https://forge.example/a/b`. */
function webAddress(repository: string): string {
  return repository.replace(/^git\+/, '').replace(/\.git$/, '')
}
