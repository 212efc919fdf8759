const LONGEST_MS = 300_000

/** A header that came twice is one text with a comma. */
const SECONDS = /^\d{1,9}(?:\.\d{1,9})?(?:\s{0,8},\s{0,8}\d{1,9}(?:\.\d{1,9})?){0,8}$/

/** The three forms that HTTP knows, of which the last names no zone and means GMT all the same. */
const DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2}) [\d:]{8} GMT$/
const ZONELESS_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/

/**
 * How long a server asks to be left alone, in milliseconds, at most five minutes; `undefined` when it says nothing that
 * HTTP knows. A time is measured from the server's own `Date`, as its clock and ours may differ.
 *
 * @param now - By our clock, for a server that does not say what time it has.
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

function dateOf(text: string): number | undefined {
  const zoned = ZONELESS_DATE.test(text) ? `${text} GMT` : text
  const time = DATE.test(text) || zoned !== text ? Date.parse(zoned) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
