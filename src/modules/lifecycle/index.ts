// What of this folder is public. It is for `src/index.ts` alone.

export { createLifecycleModule } from './create-lifecycle-module.js'
export type { LifecycleChange, LifecycleModule } from './lifecycle-module.js'
export type { LifecycleVerbs } from './lifecycle-verbs.js'
export type { LifecycleError, RequestLifecycleError, WaitForLifecycleError } from './lifecycle-errors.js'
