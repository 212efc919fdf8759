import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { Vif } from '../../client/resources/node-vifs.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { checkedInput } from '../checked-input.js'
import { checkedOperation } from '../checked-operation.js'
import { askOptions, target as targetSchema, type Target } from '../input-schemas.js'
import { locateNode, type LocateError } from '../locate-node.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { attachVif, detachVif, type PlugError, type UnplugError, type VifAttachment } from './attach-vif.js'
import { vifId, vifRequest, type VifRequest } from './networking-input.js'

/** What listing the VIFs of a machine can end with. */
export type ListVifsError = LocateError
/** What plugging in a VIF can end with. */
export type AttachVifError = LocateError | PlugError
/** What unplugging a VIF can end with. */
export type DetachVifError = LocateError | UnplugError

/** Plugs virtual networks into machines. Microversion 1.28. */
export interface NetworkingModule {
  /**
   * Lists the VIFs of a machine. Safe to repeat. Two requests. With the network interface `noop` Ironic records
   * none, and the list is empty.
   */
  vifs(target: Target, options?: AskOptions): ResultAsync<readonly Vif[], ListVifsError>

  /**
   * Plugs a VIF into a machine. Safe to repeat: on the same machine a second call is `was_attached`. Ironic may
   * change the MAC address of the network service's port to that of the machine's.
   *
   * @fails vif_already_attached when it is plugged into another machine, or another port than the one named
   * @fails no_free_port when the machine has no port left that fits
   */
  attachVif(target: Target, vif: VifRequest, options?: AskOptions): ResultAsync<VifAttachment, AttachVifError>

  /** Unplugs a VIF from a machine. Safe to repeat: one that is not plugged in counts as done. */
  detachVif(target: Target, vif: string, options?: AskOptions): ResultAsync<void, DetachVifError>
}

/** Builds the networking module alone; a driver has it as `driver.networking`. */
export function createNetworkingModule(context: ModuleContext): NetworkingModule {
  return {
    vifs: (target, options = {}) =>
      onNode('networking.vifs', target, ok(undefined), options, (node, _, call) =>
        context.client.nodeVifs.list(node, call),
      ),

    attachVif: (target, vif, options = {}) =>
      onNode(
        'networking.attachVif',
        target,
        checkedInput(vifRequest, vif, 'vif'),
        options,
        (node, wanted, call) => attachVif(context, node, wanted, call),
      ),

    detachVif: (target, vif, options = {}) =>
      onNode('networking.detachVif', target, checkedInput(vifId, vif, 'vif'), options, (node, id, call) =>
        detachVif(context, node, id, call),
      ),
  }

  /** Checks all that was passed, then reads the node, then works on it. */
  function onNode<Argument, T, E extends IronicDriverError>(
    operation: string,
    target: Target,
    argument: Result<Argument, InvalidInputError>,
    options: AskOptions,
    work: (node: string, argument: Argument, call: AskOptions) => PromiseLike<Result<T, E>>,
  ): ResultAsync<T, E | LocateError> {
    const input = checkedInput(targetSchema, target, 'target').andThen((checked) =>
      argument.map((value) => ({ checked, value })),
    )
    return checkedOperation(
      operation,
      input,
      checkedInput(askOptions, options, 'options'),
      async ({ checked, value }, { signal }): Promise<Result<T, E | LocateError>> => {
        const node = await locateNode(context, checked, { signal })
        return node.isErr() ? err(node.error) : work(node.value.uuid, value, { signal })
      },
    )
  }
}
