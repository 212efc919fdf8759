import { foldId, isUuid } from '../../states/same-id.js'

/**
 * The id of a VIF in the spelling in which the network service knows it: a UUID in lower case, any other name as it is.
 * Ironic compares VIFs letter by letter, so that one that is asked for in capitals would be plugged in a second time.
 *
 * @see openstack/ironic `ironic/drivers/modules/network/common.py` (_vif_attached, _get_vif_id_by_port_like_obj)
 */
export function foldVif(id: string): string {
  return isUuid(id) ? foldId(id) : id
}

/** Whether two ids name one VIF. To detach one, send the id as Ironic has it. */
export function sameVif(one: string, other: string): boolean {
  return foldVif(one) === foldVif(other)
}
