// The public exports of this folder, for `src/index.ts` only.

export { createRebuildModule, type RebuildModule, type RebuiltInstance } from './rebuild-module.js'
export type { RebuildOutcome } from './redeploy-instance.js'
export type { RebuildRequest } from './rebuild-request.js'
export type { RebuildError } from './rebuild-errors.js'
