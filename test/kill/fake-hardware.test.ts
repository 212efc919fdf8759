import { killTests } from './kill-tests.js'
import { ENROLL_OPERATIONS } from './operations/enroll-operations.js'
import { CONNECTED_OPERATIONS, INSTANCE_OPERATIONS } from './operations/instance-operations.js'
import { LEAVE_OPERATIONS } from './operations/leave-operations.js'
import { LIFECYCLE_OPERATIONS } from './operations/lifecycle-operations.js'
import { SPAWN_OPERATIONS } from './operations/spawn-operations.js'

killTests(['39.0', 'fake-hardware'], 'all requests', [
  ...SPAWN_OPERATIONS,
  ...LEAVE_OPERATIONS,
  ...INSTANCE_OPERATIONS,
  ...CONNECTED_OPERATIONS,
  ...ENROLL_OPERATIONS,
  ...LIFECYCLE_OPERATIONS,
])
