// The public exports of this folder, for `src/index.ts` only.

export { createRescueModule, type RescueChange, type RescueModule } from './rescue-module.js'
export type { RescueRequest } from './rescue-input.js'
export type { RescueError } from './rescue-errors.js'
