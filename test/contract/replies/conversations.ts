import { managementConversations } from './conversations/management.js'
import { nodeCreateConversations } from './conversations/node-create.js'
import { nodeFieldConversations } from './conversations/node-fields.js'
import { nodeListConversations } from './conversations/node-lists.js'
import { nodePatchConversations } from './conversations/node-patch.js'
import { otherConversations } from './conversations/other-resources.js'
import { portgroupConversations } from './conversations/portgroups.js'
import { portConversations } from './conversations/ports.js'
import { powerConversations } from './conversations/power.js'
import { provisionConversations } from './conversations/provision.js'
import { rootConversations } from './conversations/root.js'
import { vifAndTraitConversations } from './conversations/vifs-and-traits.js'

/** All conversations, for the simulator and for real Ironic. */
export const conversations = [
  ...rootConversations,
  ...nodeCreateConversations,
  ...nodeFieldConversations,
  ...nodePatchConversations,
  ...nodeListConversations,
  ...provisionConversations,
  ...powerConversations,
  ...managementConversations,
  ...vifAndTraitConversations,
  ...portConversations,
  ...portgroupConversations,
  ...otherConversations,
]
