import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import type { CallOptions } from '../client/requests/api-request.js'
import { isAtLeast, parseApiVersion } from '../client/versions/api-version.js'
import type { Clock } from '../clock/clock.js'
import { NotFoundOrHiddenError } from './node-errors.js'

/** No project has this id. Keystone's ids are 32 hexadecimal digits of which not all are zero. */
const NOBODY = '0'.repeat(32)

/** The microversion of the filter, and of the policy that tells projects apart. */
const PROJECTS_SINCE = '1.65'

/** How long an answer counts. Roles change seldom, and an answer costs one request. */
const GOOD_FOR_MS = 60_000

/** What was looked for in vain. */
interface LookedFor {
  readonly node?: string | undefined
  readonly instance?: string | undefined
  /** UUID or name. */
  readonly allocation?: string | undefined
}

/**
 * Whether this login sees the whole fleet, so that what it does not find does not exist. Ironic answers 404 for a node
 * of another project as for none.
 *
 * Ironic is asked for the nodes of a project that is nobody's. A login that sees its own project only is refused that
 * (403, `baremetal:node:list_all`), whatever policy gives or takes the right; everybody else gets an empty list. An
 * Ironic without the filter is so old that it shows every login everything.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/utils.py` (check_list_policy)
 */
export class FleetSight {
  readonly #client: IronicClient
  readonly #clock: Clock
  readonly #stated: boolean | undefined
  #known: { readonly isWhole: boolean; readonly until: number } | undefined

  /** @param stated - what the caller says of the login, which is then not asked. */
  constructor(client: IronicClient, clock: Clock, stated: boolean | undefined) {
    this.#client = client
    this.#clock = clock
    this.#stated = stated
  }

  /** Whether what is not found is gone. At most one request a minute. */
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

  /** Fails unless what was not found is known to be gone. */
  async requireGone(
    lookedFor: LookedFor,
    options: CallOptions,
  ): Promise<Result<void, RequestError | NotFoundOrHiddenError>> {
    const whole = await this.isWhole(options)
    if (whole.isErr()) return err(whole.error)
    return whole.value ? ok(undefined) : err(new NotFoundOrHiddenError(lookedFor))
  }
}

/** An Ironic without owners of nodes, which shows every login everything. */
function isTooOldForProjects(error: RequestError): boolean {
  if (error.kind !== 'unsupported_api_version') return false
  const newest = parseApiVersion(error.serverMaximum)
  return newest !== undefined && !isAtLeast(newest, PROJECTS_SINCE)
}

/** Where the caller's own `newestVersion` keeps the question from being asked, the login is taken for a narrow one. */
function isNarrow({ kind }: RequestError): boolean {
  return kind === 'forbidden' || kind === 'unsupported_api_version'
}
