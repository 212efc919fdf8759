/** `never` where the program's own TypeScript libraries lack it: others must be able to compile this package, too. */
type AsyncDispose = typeof Symbol extends { readonly asyncDispose: infer Key extends symbol } ? Key : never

/**
 * What `await using` calls at the end of a block.
 *
 * @inline
 */
export type AsyncDisposal = Readonly<Record<AsyncDispose, () => Promise<void>>>
