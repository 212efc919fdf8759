import { err, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { growingPauseMs } from '../../clock/growing-pause.js'
import {
  firstContact,
  unanswered,
  UNANSWERED_FOR_MS,
  type FirstContact,
} from '../../transport/first-contact.js'
import { RequestTimedOutError, type AuthenticationFailedError } from '../../transport/transport-errors.js'
import type { AccessToken } from './token-source.js'
import type { SharedToken } from './shared-token.js'

/** How `connect` retries its login: as the driver retries a request. */
export interface LoginPatience {
  readonly clock: Clock
  readonly random: () => number
  /** Default: 60,000, but 5,000 while nothing has ever answered. */
  readonly retryForMs?: number | undefined
}

const RETRY_FOR_MS = 60_000
const PAUSES = { firstMs: 500, longestMs: 15_000 }

/** Fetches the first token, and retries while Keystone is down or busy. */
export async function firstLogin<T extends AccessToken>(
  token: SharedToken<T>,
  { clock, random, retryForMs }: LoginPatience,
  signal: AbortSignal | undefined,
): Promise<Result<T, AuthenticationFailedError>> {
  const startedAt = clock.now()
  let hasAnswered = false
  for (let attempt = 0; ; attempt += 1) {
    const login = await token.current()
    if (login.isOk() || !isRetried(login.error) || isAborted(signal)) return login
    const contact: FirstContact = hasAnswered ? 'usual' : firstContact(login.error)
    hasAnswered ||= contact === 'usual'
    const pauseMs = Math.max(login.error.retryAfterMs ?? 0, growingPauseMs(attempt, PAUSES, random))
    const waitedMs = clock.now() + pauseMs - startedAt
    if (contact === 'unanswered' && waitedMs > (retryForMs ?? UNANSWERED_FOR_MS))
      return err(unanswered(login.error))
    if (waitedMs > (retryForMs ?? RETRY_FOR_MS)) return login
    await clock.sleep(pauseMs, signal)
    if (isAborted(signal)) return login
  }
}

/** A login that took its whole time is not repeated: the caller has said how long to wait. */
function isRetried({ advice, cause }: AuthenticationFailedError): boolean {
  return advice === 'retry_later' && !(cause instanceof RequestTimedOutError)
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
