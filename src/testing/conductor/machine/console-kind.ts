import type { JsonObject } from '../../json/json-value.js'
import type { Task } from '../../world/world.js'

/** What a kind of console does. */
export interface ConsoleKind {
  /** Refuses a node whose `driver_info` does not say enough. */
  readonly validate: (task: Task) => void
  readonly start: (task: Task) => void
  readonly stop: (task: Task) => void
  /** How it is reached. */
  readonly info: (task: Task) => JsonObject
}
