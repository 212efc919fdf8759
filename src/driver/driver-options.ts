import type { IronicClientOptions } from '../client/requests/client-options.js'

/** What a driver is made of: a transport, and where the defaults do not suit, its clock, randomness and patience. */
export type IronicDriverOptions = IronicClientOptions
