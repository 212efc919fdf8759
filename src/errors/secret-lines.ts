/** The end of a line, also where a text of several lines is quoted on one. */
const LINE_END = /\r?\n|\\[rn]/g

const BLOCK = /(?:[|>][-+\d]{0,3})?[ \t]{0,8}(?:\r?\n|(?:\\{1,64}r)?(?<escapes>\\{1,64})n)/y

/** Returns where the line that contains `start` ends. */
export function endOfLine(text: string, start: number): number {
  LINE_END.lastIndex = start
  return LINE_END.exec(text)?.index ?? text.length
}

/**
 * Returns where a YAML block ends when its name is followed by `|`, `>` or nothing, and then by lines with a deeper
 * indent than the name. `lead` is the text before the name on its line. Returns `undefined` when there is no such
 * block.
 */
export function endOfBlock(text: string, start: number, lead: string): number | undefined {
  BLOCK.lastIndex = start
  const opening = BLOCK.exec(text)
  if (opening === null) return undefined
  const depth = lead.replace(/^\\n|^\n/, '').length
  let end = start
  for (let line = BLOCK.lastIndex; line < text.length; line = behindLine(text, end)) {
    if (indentAt(text, line) <= depth && !isBlank(text, line)) break
    end = endOfLine(text, line)
    if (end === text.length) break
  }
  return end === start ? undefined : end
}

function behindLine(text: string, end: number): number {
  LINE_BREAK.lastIndex = end
  return LINE_BREAK.test(text) ? LINE_BREAK.lastIndex : text.length
}
const LINE_BREAK = /\r?\n|(?:\\{1,64}r)?\\{1,64}n|\\{1,64}r/y

function indentAt(text: string, line: number): number {
  INDENT.lastIndex = line
  return INDENT.test(text) ? INDENT.lastIndex - line : 0
}
const INDENT = /[ \t]*(?:-[ \t]+)*/y

function isBlank(text: string, line: number): boolean {
  return endOfLine(text, line) === line + indentAt(text, line)
}
