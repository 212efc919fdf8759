import type { Recorded } from '../replies/recordings.js'
import { sweepConversations } from './sweep-conversations.js'

/** Odd values for every field, odd queries of every list, every method on every path. */
export const sweep: Recorded = {
  folder: new URL('recorded/', import.meta.url),
  conversations: sweepConversations,
  bodies: 'shared',
}
