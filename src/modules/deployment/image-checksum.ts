import { err, ok, type Result } from 'neverthrow'

const HEX_DIGITS = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 } as const
type HashAlgorithm = keyof typeof HEX_DIGITS

/** The checksum keys of `instance_info`. */
export type ChecksumFields =
  | { readonly image_checksum: string }
  | { readonly image_os_hash_algo: string; readonly image_os_hash_value: string }

/**
 * Parses `sha256:9f86…`, the bare digits of a hash, or the URL of a checksum file. An `err` says what is wrong. MD5 goes
 * into the key that every Ironic reads; operators of newer Ironic may forbid it.
 */
export function parseChecksum(text: string): Result<ChecksumFields, string> {
  if (/^https?:\/\//i.test(text)) return ok({ image_checksum: text })
  const [, prefix, digits = ''] = /^(?:([a-z0-9]+):)?(.*)$/is.exec(text) ?? []
  if (!/^[0-9a-f]+$/i.test(digits))
    return err('must be "sha256:" and hexadecimal digits, or the URL of a checksum file')
  const algorithm = prefix === undefined ? algorithmOfLength(digits.length) : known(prefix)
  if (algorithm === undefined)
    return err(
      prefix === undefined
        ? `has ${digits.length} digits, which matches no hash; put the algorithm before it, such as "sha256:"`
        : `names an unknown algorithm; use one of ${Object.keys(HEX_DIGITS).join(', ')}`,
    )
  if (digits.length !== HEX_DIGITS[algorithm])
    return err(`has ${digits.length} digits, but a ${algorithm} hash has ${HEX_DIGITS[algorithm]}`)
  const value = digits.toLowerCase()
  return ok(
    algorithm === 'md5'
      ? { image_checksum: value }
      : { image_os_hash_algo: algorithm, image_os_hash_value: value },
  )
}

function known(prefix: string): HashAlgorithm | undefined {
  const name = prefix.toLowerCase()
  return Object.hasOwn(HEX_DIGITS, name) ? (name as HashAlgorithm) : undefined
}

function algorithmOfLength(length: number): HashAlgorithm | undefined {
  return (Object.keys(HEX_DIGITS) as HashAlgorithm[]).find((name) => HEX_DIGITS[name] === length)
}
