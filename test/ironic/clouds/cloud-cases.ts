import type { DescribedCloud } from './described-cloud.js'
import { scopes, logins } from './cases/cloud-logins.js'
import { values, places, certificates } from './cases/cloud-settings.js'
import { files } from './cases/cloud-files.js'
import { environment } from './cases/cloud-environment.js'

const groups = { scopes, logins, values, places, certificates, files, environment }

/** Descriptions of clouds, valid and invalid, by what is special about them. */
export const cloudCases: readonly (readonly [title: string, described: DescribedCloud])[] = Object.entries(
  groups,
).flatMap(([group, cases]) =>
  Object.entries(cases).map(([title, described]) => [`${group}: ${title}`, described] as const),
)
