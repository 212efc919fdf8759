import { UnsupportedApiVersionError } from '../errors/client-errors.js'
import { featureMeaning, featureSince, type ApiFeature, type ApiFeatures } from '../versions/api-features.js'
import { isAtLeast, type ApiVersion } from '../versions/api-version.js'

/** Something that a server must have: a feature by its name, or what has none, by its microversion. */
export type Need = ApiFeature | { readonly since: ApiVersion; readonly what: string }

/** The error for the first of `needs` that the server does not have; `undefined` when it has them all. */
export function missingFeature(
  needs: readonly Need[],
  features: ApiFeatures,
): UnsupportedApiVersionError | undefined {
  for (const need of needs) {
    const since = typeof need === 'string' ? featureSince(need) : need.since
    const what = typeof need === 'string' ? featureMeaning(need) : need.what
    if (!features.isAtLeast(since))
      return new UnsupportedApiVersionError(problem(what, since, features), {
        needs: since,
        serverMinimum: features.serverMinimum,
        serverMaximum: features.serverMaximum,
      })
  }
  return undefined
}

/** A server that has more than is spoken with it is kept down by the caller's own limit. */
function problem(what: string, since: ApiVersion, { version, serverMaximum }: ApiFeatures): string {
  return isAtLeast(serverMaximum, since)
    ? `newestVersion "${version}" keeps this client from what this Ironic can do: ${what} needs microversion ${since}, and Ironic speaks up to ${serverMaximum}. Raise newestVersion, or leave it out. Nothing was sent.`
    : `This Ironic is too old: ${what} needs microversion ${since}, and it speaks up to ${serverMaximum}. Nothing was sent.`
}
