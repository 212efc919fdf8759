import { PROVISION_STATES } from 'ironic-driver'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { readSourceFiles, type SourceFile } from './source-files.js'

/** The tables, and the simulator, whose state machine is an independent copy. */
const KNOWS_STATES = /^(?:states|testing)\//

/** Returns where a file names a provision state: names of two words anywhere, single words beside a `provision_state`. */
function stateNamesIn({ path, text }: SourceFile): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && Object.hasOwn(PROVISION_STATES, node.text)) {
      const isCompared = ts.isBinaryExpression(node.parent) && /provision_?state/i.test(node.parent.getText())
      if (isCompared || node.text.includes(' ')) found.push(`${path}: ${node.text}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true))
  return found
}

it('names provision states only in the tables of src/states', () => {
  const files = readSourceFiles().filter(({ path }) => !KNOWS_STATES.test(path))
  expect(files.flatMap(stateNamesIn)).toEqual([])
})

it('notices a name in a comparison, a list, a case or a key, but not in a comment or a message', () => {
  const text = `
    /** \`clean failed\` */
    export const message = 'it is in clean failed', verb = 'rescue', target = { power: 'error' }
    export const a = node.provision_state === 'error' || provisionState !== 'available'
    export const b = ['clean wait'].includes(state), c = { 'clean failed': 1 }
    switch (state) { case 'deploy hold': }`
  expect(stateNamesIn({ path: 'a.ts', text })).toEqual([
    'a.ts: error',
    'a.ts: available',
    'a.ts: clean wait',
    'a.ts: clean failed',
    'a.ts: deploy hold',
  ])
})
