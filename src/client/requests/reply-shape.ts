import type * as z from 'zod'
import { fieldProblems, type inputProblems } from '../../errors/input-problem.js'
import { isRecord } from '../../errors/is-record.js'
import { quickCheck } from './quick-check.js'

export interface ReplyProblem {
  /** The path in the body, such as `nodes.3.provision_state`. */
  readonly path: string
  readonly message: string
  /** The resource that the reply is about, when another was requested. */
  readonly about?: string | undefined
}

declare const shapeOf: unique symbol

/**
 * What the body of a reply must be. A body that fits is returned itself, not a copy, so that unknown fields remain in
 * it.
 */
export interface ReplyShape<T> {
  readonly problemIn: (value: unknown) => ReplyProblem | undefined
  /** Set when a success may have no body, which is then `undefined`. */
  readonly mayBeEmpty?: true
  readonly [shapeOf]?: T
}

const REPLY_PROBLEMS = fieldProblems()

/** Returns the shape that a schema checks, with the type that it stands for. */
export function shape<T>(
  schema: z.ZodType,
  problems: ReturnType<typeof inputProblems> = REPLY_PROBLEMS,
): ReplyShape<T> {
  let accepts: ReturnType<typeof quickCheck> | null = null
  return {
    problemIn: (value) => {
      if (accepts === null) accepts = quickCheck(schema)
      if (accepts?.(value) === true) return undefined
      const checked = schema.safeParse(value, problems)
      if (checked.success) return undefined
      const issue = checked.error.issues[0]
      return { path: issue?.path.join('.') ?? '', message: issue?.message ?? 'cannot be used' }
    },
  }
}

/** An object in which each of these fields has its shape. It may have others. */
export function fieldsShape<T>(fields: readonly (readonly [string, ReplyShape<unknown>])[]): ReplyShape<T> {
  return {
    problemIn: (value) => {
      if (!isRecord(value) || Array.isArray(value)) return { path: '', message: 'must be an object' }
      for (const [name, field] of fields) {
        const problem = field.problemIn(value[name])
        if (problem !== undefined) return { ...problem, path: joined(name, problem.path) }
      }
      return undefined
    },
  }
}

/** Accepts any reply, for drivers and for an Ironic newer than this library. */
export const anyReply: ReplyShape<unknown> = { problemIn: () => undefined, mayBeEmpty: true }

/** One page of a collection: the items under `key`, each of one shape. */
export function listShape<Item>(key: string, item: ReplyShape<Item>): ReplyShape<Record<string, unknown>> {
  return {
    problemIn: (value) => {
      const items = itemsUnder(key, value)
      if (items === undefined) return { path: key, message: 'must be a list' }
      for (const [index, one] of items.entries()) {
        const problem = item.problemIn(one)
        if (problem !== undefined) return { ...problem, path: joined(key, index, problem.path) }
      }
      return undefined
    },
  }
}

/** An object with one member, under its name. */
export function memberShape<Item>(name: string, item: ReplyShape<Item>): ReplyShape<Record<string, unknown>> {
  return {
    problemIn: (value) => {
      const problem = item.problemIn((value as Record<string, unknown> | null)?.[name])
      return problem && { ...problem, path: joined(name, problem.path) }
    },
  }
}

export function itemsUnder(key: string, value: unknown): readonly unknown[] | undefined {
  const items: unknown = (value as Record<string, unknown> | null)?.[key]
  return Array.isArray(items) ? items : undefined
}

function joined(...path: readonly (string | number)[]): string {
  return path.filter((part) => part !== '').join('.')
}
