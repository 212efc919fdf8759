import { fieldConversations } from './field-conversations.js'
import { listConversations } from './list-conversations.js'
import { methodConversations } from './method-conversations.js'
import { oddRequests } from './odd-requests.js'
import { sweptResources } from './swept-resources.js'

/** The same requests in versions far apart: all values in the newest, and some in the others. */
export const sweepConversations = [
  ...sweptResources.flatMap((resource) => [...fieldConversations(resource), ...listConversations(resource)]),
  ...methodConversations,
  ...oddRequests,
]
