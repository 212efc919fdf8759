// Writes the generated parts of docs/errors: `npm run docs:errors`.
import { writeFileSync } from 'node:fs'
import { errorKinds } from './error-kinds.js'
import { filledIndex, filledPage, pageFile } from './error-page.js'
import { SCENARIOS } from './scenarios/index.js'
import { showError } from './shown-error.js'

const kinds = errorKinds()
const shown = []
for (const [kind, create] of Object.entries(SCENARIOS)) {
  const found = kinds.get(kind)
  if (found === undefined)
    throw new Error(`No public call returns ${kind}. Remove its scenario and its page.`)
  shown.push([found, await showError(kind, create)] as const)
}
for (const [kind, error] of shown) writeFileSync(pageFile(kind.kind), await filledPage(kind, error))
writeFileSync(pageFile('index'), await filledIndex(shown))
process.exit(0)
