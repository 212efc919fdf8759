import { UnsupportedApiVersionError } from '../errors/client-errors.js'
import { featureMeaning, featureSince, type ApiFeature, type ApiFeatures } from '../versions/api-features.js'
import { isAtLeast, type ApiVersion } from '../versions/api-version.js'

/** What a server must have: a named feature, or a microversion for anything without a name. */
export type Need = ApiFeature | { readonly since: ApiVersion; readonly what: string }

/** Returns the error for the first of `needs` that the server does not have, or `undefined` when it has them all. */
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

/** The server may support more than the caller's own limit allows. */
function problem(what: string, since: ApiVersion, { version, serverMaximum }: ApiFeatures): string {
  return isAtLeast(serverMaximum, since)
    ? `newestVersion "${version}" keeps this client from using a feature of this Ironic: ${what} needs microversion ${since}, and Ironic supports up to ${serverMaximum}. Raise newestVersion, or leave it out. Nothing was sent.`
    : `This Ironic is too old: ${what} needs microversion ${since}, and it supports up to ${serverMaximum}. Nothing was sent.`
}
