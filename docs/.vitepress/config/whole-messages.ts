import type { MarkdownRenderer } from 'vitepress'

/**
 * Joins the lines of each message on the pages of errors. The documents break them for readers that do not wrap code;
 * the site wraps them to the width of the screen.
 */
export function joinMessages(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('whole_messages', ({ tokens, env }) => {
    const page = (env as { relativePath?: string }).relativePath ?? ''
    if (!page.startsWith('errors/')) return
    for (const token of tokens)
      if (token.type === 'fence' && token.info === 'text')
        token.content = `${token.content.trim().replaceAll('\n', ' ')}\n`
  })
}
