import { AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils'
import { isArrowFunction, type Type, type TypeChecker, type TypeReference } from 'typescript'

/**
 * Flags statements that drop a neverthrow Result, a promise of one, or a list of them, and callbacks that return one
 * to a caller that expects nothing: a dropped Result hides an error. `void` before it marks the drop as intended.
 *
 * The rule leaves a Result in a variable that is never read to `no-unused-vars`.
 */
export const noDroppedResult = ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    schema: [],
    defaultOptions: [],
    messages: { dropped: 'This Result is dropped, and an error in it with it. Handle it, or say `void`.' },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context)
    const checker = services.program.getTypeChecker()
    const check = (expression: TSESTree.Expression): void => {
      for (const end of ends(expression))
        if (holdsResult(checker, services.getTypeAtLocation(end)))
          context.report({ node: end, messageId: 'dropped' })
    }
    return {
      ExpressionStatement: ({ expression }) => check(expression),
      ArrowFunctionExpression(arrow) {
        if (arrow.body.type === AST_NODE_TYPES.BlockStatement) return
        const node = services.esTreeNodeToTSNodeMap.get(arrow)
        const wanted = isArrowFunction(node) ? checker.getContextualType(node) : undefined
        const returned = wanted?.getCallSignatures().map((signature) => signature.getReturnType()) ?? []
        if (returned.length > 0 && returned.every((type) => type === checker.getVoidType())) check(arrow.body)
      },
    }
  },
})

/** Returns the parts of an expression whose value is the statement's own; none where it is assigned or discarded by `void`. */
function ends(expression: TSESTree.Expression): readonly TSESTree.Expression[] {
  switch (expression.type) {
    case AST_NODE_TYPES.ConditionalExpression:
      return [...ends(expression.consequent), ...ends(expression.alternate)]
    case AST_NODE_TYPES.LogicalExpression:
      return ends(expression.right)
    case AST_NODE_TYPES.SequenceExpression:
      return expression.expressions.flatMap(ends)
    case AST_NODE_TYPES.AssignmentExpression:
    case AST_NODE_TYPES.UnaryExpression:
      return []
    default:
      return [expression]
  }
}

function holdsResult(checker: TypeChecker, type: Type): boolean {
  return alternatives(checker.getAwaitedType(type) ?? type).some((one) => {
    // One level deep: JSON types contain lists of themselves.
    const isList = checker.isArrayType(one) || checker.isTupleType(one)
    return (isList ? checker.getTypeArguments(one as TypeReference).flatMap(alternatives) : [one]).some(
      isNeverthrow,
    )
  })
}

function alternatives(type: Type): readonly Type[] {
  return type.isUnion() ? type.types : [type]
}

function isNeverthrow(type: Type): boolean {
  // TypeScript declares `symbol` as always set, but a type without a name has none.
  const symbol = type.getSymbol()
  return (
    ['Ok', 'Err', 'ResultAsync'].includes(symbol?.name ?? '') &&
    (symbol?.declarations ?? []).some((one) => one.getSourceFile().fileName.includes('/neverthrow/'))
  )
}
