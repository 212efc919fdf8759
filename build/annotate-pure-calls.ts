import MagicString from 'magic-string'
import type { Plugin } from 'rolldown'
import { parseSync, Visitor, type ESTree } from 'rolldown/utils'

const ANNOTATION = '/* @__PURE__ */ '

/**
 * Marks what a module computes when it is loaded as free of effects, so that the bundler of a user drops what the user
 * does not need. Without it, a chunk of many modules is kept whole, whatever `sideEffects` in package.json says.
 */
export function annotatePureCalls(): Plugin {
  return {
    name: 'annotate-pure-calls',
    transform: {
      filter: { id: /\/src\/.*\.ts$/ },
      handler: (code, id) => {
        const annotated = new MagicString(code)
        for (const start of pureCalls(id, code)) annotated.appendLeft(start, ANNOTATION)
        return { code: annotated.toString(), map: annotated.generateMap({ hires: 'boundary' }) }
      },
    },
  }
}

/** Where a call or a `new` begins that runs when the module is loaded, and whose value is used. */
function pureCalls(file: string, code: string): ReadonlySet<number> {
  const starts = new Set<number>()
  let later = 0
  const enter = () => void (later += 1)
  const leave = () => void (later -= 1)
  const mark = ({ start }: ESTree.CallExpression | ESTree.NewExpression) => {
    if (later === 0) starts.add(start)
  }
  new Visitor({
    CallExpression: mark,
    NewExpression: mark,
    // A statement of its own is there for its effect; a function, and the field of a class, run later.
    ExpressionStatement: enter,
    'ExpressionStatement:exit': leave,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    PropertyDefinition: enter,
    'PropertyDefinition:exit': leave,
  }).visit(parseSync(file, code).program)
  return starts
}
