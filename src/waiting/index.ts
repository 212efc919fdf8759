// The public names of this folder. Only `src/index.ts` imports it.

export {
  LostSightError,
  TransitionDivergedError,
  TransitionFailedError,
  WaitStalledError,
  WaitTimedOutError,
} from './wait-errors.js'
export type { LastSeen, WaitError } from './wait-errors.js'
export type { NodeSource } from './node-source.js'
export type { NodeProgress, OnProgress } from './progress.js'
export type { WatchedNode } from './watched-node.js'
