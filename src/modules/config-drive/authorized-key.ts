/**
 * Whether a line is one public key in the format of `authorized_keys`: optional options, the type, the key in base64,
 * and a comment. Options may hold blanks within double quotes: `from="10.0.0.0/8",command="echo \"a b\""`.
 *
 * @see OpenBSD `sshd(8)`, AUTHORIZED_KEYS FILE FORMAT, and canonical/cloud-init `cloudinit/ssh_util.py`
 */
export function isAuthorizedKey(line: string): boolean {
  if (LINE_BREAK.test(line) || line.startsWith('#')) return false
  return isKey(line) || isKey(withoutOptions(line))
}

const LINE_BREAK = /[\r\n\0]/
const TYPE = /^[a-z0-9@.-]+$/
const BASE64 = /^[A-Za-z0-9+/]+={0,3}$/

function isKey(text: string): boolean {
  const [type = '', key = ''] = text.split(/[ \t]+/, 2)
  return TYPE.test(type) && BASE64.test(key)
}

/** Returns the text after the first unquoted blank; nothing when a quote is not closed. */
function withoutOptions(line: string): string {
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (character === '\\' && line.charAt(at + 1) === '"') at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === ' ' || character === '\t')) return line.slice(at).trimStart()
  }
  return ''
}
