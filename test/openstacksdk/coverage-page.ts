import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { OPENSTACKSDK_LIKES } from './openstacksdk-likes.js'
import { recordedProxyMethods } from './proxy-methods.js'

export const PAGE = fileURLToPath(new URL('../../docs/coming-from/openstacksdk-coverage.md', import.meta.url))

const HEAD = `# The counterpart of each openstacksdk method

This page lists each method of the bare metal proxy of openstacksdk (\`conn.baremetal\`) with its counterpart on an
\`IronicDriver\`. \`npm run docs:coverage\` writes it; a test fails if a method has no counterpart, or one that does not
exist.

If there are several, the first does the most: it checks the node, waits, and reads the node after a lost reply. A method
of \`client\` sends one request.
`

/** Returns the current text of the page. */
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
