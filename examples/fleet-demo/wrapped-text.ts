/** Wraps and indents lines. */
export function wrapped(lines: readonly string[], width = 78, indent = '  '): string[] {
  return lines.flatMap((line) => {
    const broken: string[] = []
    let current = indent
    for (const word of line.split(' ')) {
      if (current.trim() !== '' && current.length + 1 + word.length > width) {
        broken.push(current)
        current = indent
      }
      current += current === indent ? word : ` ${word}`
    }
    return [...broken, current]
  })
}
