import type * as z from 'zod'

export interface ReplyProblem {
  /** Where, such as `nodes.3.provision_state`. */
  readonly path: string
  readonly message: string
  /** Whom the reply is about, where that is another than was asked for. */
  readonly about?: string | undefined
}

declare const shapeOf: unique symbol

/**
 * What the body of a reply must be. The body itself is kept when it fits, not a copy, so that what is unknown
 * here stays in it.
 */
export interface ReplyShape<T> {
  readonly problemIn: (value: unknown) => ReplyProblem | undefined
  /** Set where a success may come without a body, which is `undefined` then. */
  readonly mayBeEmpty?: true
  readonly [shapeOf]?: T
}

/** The shape that a schema checks, and the type that it stands for. */
export function shape<T>(schema: z.ZodType): ReplyShape<T> {
  return {
    problemIn: (value) => {
      const checked = schema.safeParse(value)
      if (checked.success) return undefined
      const issue = checked.error.issues[0]
      return { path: issue?.path.join('.') ?? '', message: issue?.message ?? 'it does not fit' }
    },
  }
}

/** Whatever a driver, or an Ironic that is newer than this library, answers. */
export const anyReply: ReplyShape<unknown> = { problemIn: () => undefined, mayBeEmpty: true }

/** One page of a collection: the items under `key`, each of one shape. */
export function listShape<Item>(key: string, item: ReplyShape<Item>): ReplyShape<Record<string, unknown>> {
  return {
    problemIn: (value) => {
      const items = itemsUnder(key, value)
      if (items === undefined) return { path: key, message: 'expected a list' }
      for (const [index, one] of items.entries()) {
        const problem = item.problemIn(one)
        if (problem !== undefined)
          return { ...problem, path: [key, index, problem.path].filter((part) => part !== '').join('.') }
      }
      return undefined
    },
  }
}

/** An object that holds one thing, under its name. */
export function memberShape<Item>(name: string, item: ReplyShape<Item>): ReplyShape<Record<string, unknown>> {
  return {
    problemIn: (value) => {
      const problem = item.problemIn((value as Record<string, unknown> | null)?.[name])
      return problem && { ...problem, path: [name, problem.path].filter((part) => part !== '').join('.') }
    },
  }
}

export function itemsUnder(key: string, value: unknown): readonly unknown[] | undefined {
  const items: unknown = (value as Record<string, unknown> | null)?.[key]
  return Array.isArray(items) ? items : undefined
}
