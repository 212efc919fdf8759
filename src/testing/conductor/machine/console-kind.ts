import type { JsonObject } from '../../json/json-value.js'
import type { Task } from '../../world/world.js'

/** The behaviour of one kind of console. */
export interface ConsoleKind {
  /** Refuses a node whose `driver_info` lacks something that the console needs. */
  readonly validate: (task: Task) => void
  readonly start: (task: Task) => void
  readonly stop: (task: Task) => void
  /** Returns how the console is reached. */
  readonly info: (task: Task) => JsonObject
}
