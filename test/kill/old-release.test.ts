import { killTests } from './kill-tests.js'
import { ENROLL_OPERATIONS } from './operations/enroll-operations.js'
import { INSTANCE_OPERATIONS } from './operations/instance-operations.js'
import { LEAVE_OPERATIONS } from './operations/leave-operations.js'
import { SPAWN_OPERATIONS } from './operations/spawn-operations.js'

killTests(['21.4', 'fake-hardware'], 'requests that change something', [
  ...SPAWN_OPERATIONS,
  ...LEAVE_OPERATIONS,
  ...INSTANCE_OPERATIONS,
  ...ENROLL_OPERATIONS,
])
