import { between0And1 } from '../clock/jitter.js'

const LONGEST_MS = 300_000

/** Clients that were all told the same time come back spread over a tenth of it. */
const SPREAD = 0.1

/** A header that was sent twice is one text with a comma. */
const SECONDS = /^\d{1,9}(?:\.\d{1,9})?(?:\s{0,8},\s{0,8}\d{1,9}(?:\.\d{1,9})?){0,8}$/

/** The three date forms of HTTP. The last names no zone but also means GMT. */
const DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2}) [\d:]{8} GMT$/
const ZONELESS_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/

/**
 * Returns how long a server asks to wait, in milliseconds, at most five minutes; `undefined` when the header has none
 * of HTTP's forms. A date is compared with the server's own `Date`, as its clock and ours may differ.
 *
 * @param now - The time by our clock, for a server that does not send its own.
 * @see RFC 9110, 10.2.3 and 5.6.7
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? ''
  if (SECONDS.test(text)) return Math.min(Math.max(...text.split(',').map(Number)) * 1_000, LONGEST_MS)
  const until = dateOf(text)
  if (until === undefined) return undefined
  const since = dateOf(headers['date']?.trim() ?? '') ?? now
  return Math.min(Math.max(until - since, 0), LONGEST_MS)
}

/** Returns how long to wait as a server asks, and at random up to a tenth longer. */
export function pauseAskedForMs(
  headers: Readonly<Record<string, string>>,
  now: number,
  random: () => number,
): number | undefined {
  const askedMs = retryAfterMs(headers, now)
  return askedMs && Math.round(askedMs * (1 + SPREAD * between0And1(random())))
}

function dateOf(text: string): number | undefined {
  const zoned = ZONELESS_DATE.test(text) ? `${text} GMT` : text
  const time = DATE.test(text) || zoned !== text ? Date.parse(zoned) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
