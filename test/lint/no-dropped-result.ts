import { AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils'
import { isArrowFunction, type Type, type TypeChecker, type TypeReference } from 'typescript'

/**
 * A neverthrow Result that nobody looks at is an error that nobody hears of. Flags statements that drop one, a
 * promise of one, or a list of them, and callbacks that hand one to a caller that takes nothing. `void` before it
 * says that it is meant.
 *
 * A Result in a variable that is never read is left to `no-unused-vars`.
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

/** The parts of an expression whose value would be the statement's; none where that is used or waved through. */
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
    // One level deep: types of JSON are lists of themselves without end.
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
  // Undeclared for types without a name, whatever its declaration says.
  const symbol = type.getSymbol()
  return (
    ['Ok', 'Err', 'ResultAsync'].includes(symbol?.name ?? '') &&
    (symbol?.declarations ?? []).some((one) => one.getSourceFile().fileName.includes('/neverthrow/'))
  )
}
