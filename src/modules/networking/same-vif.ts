import { foldId, isUuid } from '../../states/same-id.js'

/**
 * Returns the id of a VIF as the network service spells it: a UUID in lower case, any other name unchanged. Ironic
 * compares VIF ids case-sensitively, and would attach a VIF a second time if its id were sent in capitals.
 *
 * @see openstack/ironic `ironic/drivers/modules/network/common.py` (_vif_attached, _get_vif_id_by_port_like_obj)
 */
export function foldVif(id: string): string {
  return isUuid(id) ? foldId(id) : id
}

/** Whether two ids name the same VIF. To detach it, send the id as Ironic spells it. */
export function sameVif(one: string, other: string): boolean {
  return foldVif(one) === foldVif(other)
}
