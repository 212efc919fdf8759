/** Names that mean a secret wherever they stand in a longer one: `rabbitcookie`, `hashed_passwords`, `tokenid`. */
const ANYWHERE =
  /password|passwd|passphrase|passcode|secret|token|credential|community|authorization|cookie|(?:access|api|auth|priv|private)_?key|config_?drive|user_?data|image_?url/

/** They mean one at the end of a word that ends the name: `admin_pass`, `rootpwd`, `bmc_pw`. */
const ENDINGS = ['pass', 'pwd', 'pswd', 'psw', 'pw', 'kek']

/** They mean one as a word that ends the name: `X-Amz-Signature`, `temp_url_sig`. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'sig signature signatures cred creds otp totp psk jwt bearer hmac jsessionid sessionid'.split(' '),
)

/** Holds one of all that follows. Most words of a text do not, and need no closer look. */
const PERHAPS = /key|pass|pw|psw|pswd|kek|sig|cred|otp|psk|jwt|bearer|hmac|sessionid/

/** They mean one only when they are the whole name: `auth` holds `name:password` in the files of registries. */
const WHOLE_NAMES: ReadonlySet<string> = new Set(['auth', 'sid', 'session_id'])

const OTHER_WORDS: ReadonlySet<string> = new Set(
  'bypass compass encompass overpass surpass trespass underpass monkey donkey turkey hockey jockey whiskey lackey hotkey'.split(
    ' ',
  ),
)

/** Keys that open nothing. Every other `…_key` is taken for a secret. */
const OPEN_KEYS: ReadonlySet<string> = new Set(
  [
    'public pub authorized known host trusted verification verify',
    'primary foreign candidate composite unique sort partition index cache map dict object json yaml lookup search group',
    'field column attribute property capability config metadata tag label trait resource registry routing message topic',
    'idempotency required missing invalid unknown unexpected unrecognized extra additional duplicate',
    'a an any by each every first function last no of one other same that the this top',
  ].flatMap((words) => words.split(' ')),
)

/** What may stand behind such a word in the name of the secret itself: `access_key_id`, `private_key_pem`, `pass2`. */
const CONTENTS: ReadonlySet<string> = new Set(
  'id data value material content contents text string bytes blob raw hex pem der b64 base64 hash crypt old new current previous default secondary'.split(
    ' ',
  ),
)

/** True when a field of this name may hold a secret, whatever object it stands in. */
export function isSecretKey(key: string): boolean {
  const name = key.toLowerCase()
  if (ANYWHERE.test(name) || WHOLE_NAMES.has(name)) return true
  if (!PERHAPS.test(name)) return false
  const words = wordsOf(key)
  while (words.length > 1 && isContent(words.at(-1) ?? '')) words.pop()
  const [word = '', qualifier] = words.reverse()
  return LAST_WORDS.has(word) || hasSecretEnding(word) || isKeyToSomething(word, qualifier)
}

/** `temp_url_sig`, `X-Amz-Signature` and `adminPass` in lower-case words; a digit at the end counts for nothing. */
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

/** `hmac_key`, `sshkey`, `apiKeys`; a `key` alone may be that of anything. */
function isKeyToSomething(word: string, qualifier: string | undefined): boolean {
  const singular = word.endsWith('keys') ? word.slice(0, -1) : word
  if (!singular.endsWith('key') || OTHER_WORDS.has(singular)) return false
  const opens = singular === 'key' ? qualifier : singular.slice(0, -'key'.length)
  return opens !== undefined && !OPEN_KEYS.has(opens)
}
