import type { ContextOptions } from '../operations/module-context.js'

/** The options of a driver: a transport, and its clock, randomness and retries where the defaults do not suit. */
export interface IronicDriverOptions extends ContextOptions {}
