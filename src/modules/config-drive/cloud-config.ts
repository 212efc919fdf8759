import type { FreeForm } from '../../client/collections/field-schemas.js'

/**
 * Characters that JSON allows unescaped in a string and YAML does not: it refuses some, and treats others as line
 * breaks.
 */
const UNSAFE_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?e?/g

/**
 * Writes a cloud-config document as JSON. JSON is valid YAML with two exceptions: some characters, and numbers such as
 * `1e+21`, which cloud-init's YAML 1.1 reads as strings unless they have a decimal point.
 */
export function cloudConfigText(document: FreeForm): string {
  const json = JSON.stringify(document, null, 2)
  const yaml = json.replace(STRING_OR_NUMBER, (token) => {
    if (token.startsWith('"')) return token.replace(UNSAFE_IN_YAML, escaped)
    return token.endsWith('e') && !token.includes('.') ? token.replace('e', '.0e') : token
  })
  return `#cloud-config\n${yaml}\n`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
