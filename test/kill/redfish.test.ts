import { killTests } from './kill-tests.js'
import { INSTANCE_OPERATIONS } from './operations/instance-operations.js'
import { LEAVE_OPERATIONS } from './operations/leave-operations.js'
import { SPAWN_OPERATIONS } from './operations/spawn-operations.js'

// An agent does the work there, so that calls meet its waits too.
killTests(['39.0', 'redfish'], 'requests that change something', [
  ...SPAWN_OPERATIONS,
  ...LEAVE_OPERATIONS,
  ...INSTANCE_OPERATIONS,
])
