/** Words that mark a secret anywhere in a name: `rabbitcookie`, `hashed_passwords`, `tokenid`. */
const ANYWHERE =
  /password|passwd|passphrase|passcode|secret|token|credential|community|authorization|cookie|(?:access|api|auth|priv|private)_?key|config_?drive|user_?data|image_?url/

/** Endings of the last word that mark a secret: `admin_pass`, `rootpwd`, `bmc_pw`. */
const ENDINGS = ['pass', 'pwd', 'pswd', 'psw', 'pw', 'kek']

/** Last words that mark a secret: `X-Amz-Signature`, `temp_url_sig`. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'sig signature signatures cred creds otp totp psk jwt bearer hmac jsessionid sessionid'.split(' '),
)

/** Matches every name that the rules below could match. Most words fail it and need no closer look. */
const PERHAPS = /key|pass|pw|psw|pswd|kek|sig|cred|otp|psk|jwt|bearer|hmac|sessionid/

/** Names that mark a secret only as a whole: `auth` holds `name:password` in registry configuration files. */
const WHOLE_NAMES: ReadonlySet<string> = new Set(['auth', 'sid', 'session_id'])

const OTHER_WORDS: ReadonlySet<string> = new Set(
  'bypass compass encompass overpass surpass trespass underpass monkey donkey turkey hockey jockey whiskey lackey hotkey'.split(
    ' ',
  ),
)

/** Keys that are not secret. Every other `…_key` is treated as a secret. */
const OPEN_KEYS: ReadonlySet<string> = new Set(
  [
    'public pub authorized known host trusted verification verify',
    'primary foreign candidate composite unique sort partition index cache map dict object json yaml lookup search group',
    'field column attribute property capability config metadata tag label trait resource registry routing message topic',
    'idempotency required missing invalid unknown unexpected unrecognized extra additional duplicate',
    'a an any by each every first function last no of one other same that the this top',
  ].flatMap((words) => words.split(' ')),
)

/**
 * Words that may follow such a word in the name of the secret itself: `access_key_id`, `private_key_pem`, `pass2`.
 */
const CONTENTS: ReadonlySet<string> = new Set(
  'id data value material content contents text string bytes blob raw hex pem der b64 base64 hash crypt old new current previous default secondary'.split(
    ' ',
  ),
)

/** Returns true when a field of this name may hold a secret, in any object. */
export function isSecretKey(key: string): boolean {
  const name = key.toLowerCase()
  if (ANYWHERE.test(name) || WHOLE_NAMES.has(name)) return true
  if (!PERHAPS.test(name)) return false
  const words = wordsOf(key)
  while (words.length > 1 && isContent(words.at(-1) ?? '')) words.pop()
  const [word = '', qualifier] = words.reverse()
  return LAST_WORDS.has(word) || hasSecretEnding(word) || isKeyToSomething(word, qualifier)
}

/** Splits `temp_url_sig`, `X-Amz-Signature` and `adminPass` into lower-case words, ignoring digits at the end. */
function wordsOf(key: string): string[] {
  return key
    .replaceAll(/[a-z0-9](?=[A-Z])/g, '$&_')
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== '')
}

function isContent(word: string): boolean {
  return CONTENTS.has(word) || /^\d{1,20}$/.test(word)
}

function hasSecretEnding(word: string): boolean {
  const letters = /\d$/.test(word) ? word.replaceAll(/\d/g, '') : word
  return ENDINGS.some((ending) => letters.endsWith(ending)) && !OTHER_WORDS.has(letters)
}

/** True for `hmac_key`, `sshkey`, `apiKeys`; `key` alone may be a key of anything. */
function isKeyToSomething(word: string, qualifier: string | undefined): boolean {
  const singular = word.endsWith('keys') ? word.slice(0, -1) : word
  if (!singular.endsWith('key') || OTHER_WORDS.has(singular)) return false
  const opens = singular === 'key' ? qualifier : singular.slice(0, -'key'.length)
  return opens !== undefined && !OPEN_KEYS.has(opens)
}
