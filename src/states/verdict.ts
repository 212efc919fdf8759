/**
 * What an observed node means for a goal.
 *
 * - `reached`: done.
 * - `pending`: in progress; look again.
 * - `failed`: it ended in another state and is at rest.
 * - `diverged`: another client moved the node elsewhere.
 */
export type Verdict =
  | { readonly verdict: 'reached' }
  | { readonly verdict: 'pending'; readonly why: string }
  | { readonly verdict: 'failed'; readonly why: string; readonly unconfirmed?: boolean }
  | { readonly verdict: 'diverged'; readonly why: string }

export const reached: Verdict = { verdict: 'reached' }
export const pending = (why: string): Verdict => ({ verdict: 'pending', why })
export const failed = (why: string): Verdict => ({ verdict: 'failed', why })
export const diverged = (why: string): Verdict => ({ verdict: 'diverged', why })

/** A failure whose evidence may lag behind: look once more before it counts. */
export const failedOnceConfirmed = (why: string): Verdict => ({ verdict: 'failed', why, unconfirmed: true })
