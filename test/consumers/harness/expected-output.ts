/** What the programs `by-import.mjs` and `by-require.cjs` print. */
export const USED = 'metal-1: destroyed; metal-2: power off\n'
