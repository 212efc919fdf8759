// The public exports of this folder, for `src/index.ts` only.

export { createRebuildModule } from './create-rebuild-module.js'
export type { RebuildModule, RebuildOutcome, RebuiltInstance } from './rebuild-module.js'
export type { RebuildRequest } from './rebuild-request.js'
export type { RebuildError } from './rebuild-errors.js'
