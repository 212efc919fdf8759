import { ForbiddenError } from '../../../client/errors/fault-errors.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'

/**
 * Returns whether Ironic refused a patch because this login may not write the link between a node and an
 * instance. The default policy refuses that to a lessee, but allows `instance_info`, VIFs, deployments and
 * allocations.
 *
 * @see openstack/ironic `ironic/common/policy.py` (baremetal:node:update:instance_uuid)
 */
export function isLinkForbidden(error: IronicDriverError): error is ForbiddenError {
  return error instanceof ForbiddenError && error.fault.includes('node:update:instance_uuid')
}
