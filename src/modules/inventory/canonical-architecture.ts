/** Nova's names of architectures. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'aarch64 alpha armv6 armv7 armv7b cris i686 ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el ' +
    'openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb s390 s390x sh4 sh4eb sparc sparc64 unicore32 x86_64 ' +
    'xtensa xtensaeb'
  ).split(' '),
)

const ALIASES: Readonly<Record<string, string>> = {
  i386: 'i686',
  i486: 'i686',
  i586: 'i686',
  x86_32: 'i686',
  x86_32p: 'i686',
  amd64: 'x86_64',
}

/**
 * Returns Nova's name of an architecture, such as `x86_64` for `AMD64`; `undefined` for an architecture that Nova does
 * not know.
 *
 * @see openstack/nova `nova/objects/fields.py` (Architecture.canonicalize)
 */
export function canonicalArchitecture(name: string): string | undefined {
  const lower = name.toLowerCase()
  const canonical = Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : lower
  return canonical !== undefined && KNOWN.has(canonical) ? canonical : undefined
}
