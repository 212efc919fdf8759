import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { OPENSTACKSDK_LIKES } from './openstacksdk-likes.js'
import { recordedProxyMethods } from './proxy-methods.js'

export const PAGE = fileURLToPath(new URL('../../docs/openstacksdk-coverage.md', import.meta.url))

const HEAD = `# What openstacksdk can, and what is like it here

Each method of the bare metal proxy of openstacksdk (\`conn.baremetal\`), and what to call on an \`IronicDriver\` for it. The
page is made by \`npm run docs:coverage\`; the tests fail when a method has no like or one that does not exist.

Where there are several, the first does most: it looks first, waits, and finds out what became of a lost reply. What is
below \`client\` is one request.
`

/** The page, as it should be now. */
export async function coveragePage(): Promise<string> {
  const { release, methods } = recordedProxyMethods()
  const rows = methods.map((method) => {
    const { calls = [], note = '' } = OPENSTACKSDK_LIKES[method] ?? {}
    return `| \`${method}\` | ${calls.map((call) => `\`${call}\``).join(', ')} | ${note} |`
  })
  const table = ['| openstacksdk | ironic-driver | |', '| --- | --- | --- |', ...rows].join('\n')
  const count = `These are the ${methods.length} methods of openstacksdk ${release}.`
  const options = await resolveConfig(PAGE)
  return format(`${HEAD}\n${count}\n\n${table}\n`, { ...options, filepath: PAGE })
}
