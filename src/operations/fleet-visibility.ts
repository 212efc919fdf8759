import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import type { CallOptions } from '../client/requests/api-request.js'
import { isAtLeast, parseApiVersion } from '../client/versions/api-version.js'
import type { Clock } from '../clock/clock.js'
import { NotFoundOrHiddenError } from './node-errors.js'

/** No project has this id. Keystone's ids are 32 hexadecimal digits, never all zero. */
const NOBODY = '0'.repeat(32)

/** The microversion of the `project` filter, and of the policy that separates projects. */
const PROJECTS_SINCE = '1.65'

/** How long to cache the answer. Roles change seldom, and asking costs a request. */
const GOOD_FOR_MS = 60_000

/** What was not found. */
interface LookedFor {
  readonly node?: string | undefined
  readonly instance?: string | undefined
  /** UUID or name. */
  readonly allocation?: string | undefined
}

/**
 * Checks whether this login sees the whole fleet: only then does a 404 mean that a node does not exist. Ironic
 * also answers 404 for a node of another project.
 *
 * Asks Ironic for the nodes of a project that does not exist. A login that sees only its own project gets 403
 * (`baremetal:node:list_all`), whichever policy decides; any other login gets an empty list. An Ironic without
 * this filter predates node owners and shows every node to every login.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/utils.py` (check_list_policy)
 */
export class FleetVisibility {
  readonly #client: IronicClient
  readonly #clock: Clock
  readonly #stated: boolean | undefined
  #known: { readonly isWhole: boolean; readonly until: number } | undefined

  /** @param stated - what the caller states about the login; if set, Ironic is not asked. */
  constructor(client: IronicClient, clock: Clock, stated: boolean | undefined) {
    this.#client = client
    this.#clock = clock
    this.#stated = stated
  }

  /** Returns whether a missing node is gone. Sends at most one request a minute. */
  async isWhole({ signal }: CallOptions): Promise<Result<boolean, RequestError>> {
    if (this.#stated !== undefined) return ok(this.#stated)
    if (this.#known !== undefined && this.#clock.now() < this.#known.until) return ok(this.#known.isWhole)
    const filter = { project: NOBODY }
    const asked = await this.#client.nodes.list({ filter, fields: ['uuid'], signal }).all()
    const isWhole = asked.isOk() || isTooOldForProjects(asked.error)
    if (asked.isErr() && !isWhole && !isNarrow(asked.error)) return err(asked.error)
    this.#known = { isWhole, until: this.#clock.now() + GOOD_FOR_MS }
    return ok(isWhole)
  }

  /** Fails unless the missing node is known to be gone. */
  async requireGone(
    lookedFor: LookedFor,
    options: CallOptions,
  ): Promise<Result<void, RequestError | NotFoundOrHiddenError>> {
    const whole = await this.isWhole(options)
    if (whole.isErr()) return err(whole.error)
    return whole.value ? ok(undefined) : err(new NotFoundOrHiddenError(lookedFor))
  }
}

/** Returns whether Ironic predates node owners, and so shows every node to every login. */
function isTooOldForProjects(error: RequestError): boolean {
  if (error.kind !== 'unsupported_api_version') return false
  const newest = parseApiVersion(error.serverMaximum)
  return newest !== undefined && !isAtLeast(newest, PROJECTS_SINCE)
}

/** Returns whether this login sees only its project. Assumed if `newestVersion` prevents the question. */
function isNarrow({ kind }: RequestError): boolean {
  return kind === 'forbidden' || kind === 'unsupported_api_version'
}
