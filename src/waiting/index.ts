// What of this folder is public. It is for `src/index.ts` alone.

export {
  LostSightError,
  TransitionDivergedError,
  TransitionFailedError,
  WaitStalledError,
  WaitTimedOutError,
} from './wait-errors.js'
export type { LastSeen, WaitError, WaitErrorDetails } from './wait-errors.js'
export type { NodeProgress, OnProgress } from './progress.js'
export type { WatchedNode } from './watched-node.js'
export { NodeReader } from './node-reader.js'
export type { NodeKey, ReadOptions, ReadResult } from './node-reader.js'
export { NodeWatcher } from './node-watcher.js'
export type { WaitResult } from './wait-outcome.js'
export type { WatchOptions } from './node-watch.js'
