/** Returns the versions up to the newest, each once; `newest` stands for that one. */
export function atMost(newest: string, versions: readonly string[]): readonly string[] {
  const named = versions.map((version) => (version === 'newest' ? newest : version))
  return [...new Set(named)].filter((version) => minorOf(version) <= minorOf(newest))
}

const minorOf = (version: string) => Number(version.split('.')[1])
