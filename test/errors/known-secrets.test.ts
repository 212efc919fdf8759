import fc from 'fast-check'
import { expect, it } from 'vitest'
import { withoutSecrets } from '../../src/errors/known-secrets.js'

const SECRET = `hunter-'"\\<&%-c4n4ry`

const ESCAPES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  (text) => encodeURIComponent(text),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;'),
]

it('finds a secret however it is escaped, up to three times', () => {
  const text = `there is no ${SECRET} here`
  const asUnicode = text.replaceAll(/[^\w -]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
  const often = ESCAPES.flatMap((escape) => [
    escape(text),
    escape(JSON.stringify(text)),
    escape(escape(escape(text))),
  ])
  for (const escaped of [...often, asUnicode])
    expect(withoutSecrets(escaped, [SECRET])).not.toMatch(/hunter|c4n4ry/)
})

it('removes any literal secret, and leaves other text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (secret, around) => {
      fc.pre(!'***'.includes(secret))
      expect(withoutSecrets(`${around}${secret}${around}`, [secret])).not.toContain(secret)
    }),
  )
  expect(withoutSecrets('Node is locked.', [SECRET, '', '!!'])).toBe('Node is locked.')
})

it.each(['\\', '"', '%25', '&', '\\u0022', 'a', 'hunter-', '%', '&amp;'])(
  'takes linear time for a megabyte of %j',
  (part) => {
    const text = part.repeat(1_000_000 / part.length)
    const startedAt = performance.now()
    withoutSecrets(text, [SECRET, 'a'.repeat(2_000), `a${'!'.repeat(500)}a${'!'.repeat(500)}a`, '!!!!'])
    // A quadratic algorithm takes minutes here.
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  },
)
