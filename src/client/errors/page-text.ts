/** Returns what a reader sees of an HTML page, up to `longest` characters: its title if it has one, else its text. */
export function pageText(body: string, longest: number): string {
  const start = body.slice(0, longest)
  if (!/<\w[^<>]*>/.test(start)) return start
  const title = /<title[^<>]*>(?<title>[^<]*)<\/title>/i.exec(start)?.groups?.['title']
  return (title ?? withoutTags(start)).replace(/\s+/g, ' ').trim()
}

/** Removes tags, and the content of scripts and styles. */
function withoutTags(page: string): string {
  let unread: string | undefined
  let text = ''
  for (const [part] of page.matchAll(/<[^<>]*>|[^<]+|</g)) {
    const tag =
      part.startsWith('<') && part.endsWith('>')
        ? (/^<(?<name>\/?[a-z]*)/i.exec(part)?.groups?.['name'] ?? '').toLowerCase()
        : undefined
    if (unread !== undefined) {
      if (tag === `/${unread}`) unread = undefined
    } else if (tag === 'script' || tag === 'style') unread = tag
    else text += tag === undefined ? part : ' '
  }
  return text
}
