/** A piece of code with the class of its colour; plain text has none. */
export interface CodeToken {
  readonly text: string
  readonly is?: 'comment' | 'string' | 'keyword' | 'name'
}

const TOKEN =
  /(?<comment>\/\/[^\n]*)|(?<string>'[^'\n]*'|`[^`]*`)|(?<keyword>\b(?:const|await|import|from|if|else|for|of|new)\b)|(?<name>(?<![\w$])[A-Za-z_$][\w$]*(?=\())/g

/** Splits short TypeScript for colouring. */
export function codeTokens(code: string): CodeToken[] {
  const tokens: CodeToken[] = []
  let end = 0
  for (const match of code.matchAll(TOKEN)) {
    if (match.index > end) tokens.push({ text: code.slice(end, match.index) })
    const is = (['comment', 'string', 'keyword', 'name'] as const).find(
      (name) => match.groups?.[name] !== undefined,
    )
    tokens.push(is === undefined ? { text: match[0] } : { text: match[0], is })
    end = match.index + match[0].length
  }
  if (end < code.length) tokens.push({ text: code.slice(end) })
  return tokens
}
