// What of this folder is public. It is for `src/index.ts` alone.

export { createRescueModule } from './create-rescue-module.js'
export type { RescueChange, RescueModule } from './rescue-module.js'
export type { RescueRequest } from './rescue-input.js'
export type { RescueError } from './rescue-errors.js'
