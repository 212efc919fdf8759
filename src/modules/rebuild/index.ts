// What of this folder is public. It is for `src/index.ts` alone.

export { createRebuildModule } from './create-rebuild-module.js'
export type { RebuildModule, RebuildOutcome, RebuiltInstance } from './rebuild-module.js'
export type { RebuildRequest } from './rebuild-request.js'
export type { RebuildError } from './rebuild-errors.js'
