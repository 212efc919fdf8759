import { err, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { ClientError } from '../../client/client-errors.js'
import type { Vif } from '../../client/resources/node-vifs.js'
import { checkedInput } from '../checked-input.js'
import { askOptions, target as targetSchema, type Target } from '../input-schemas.js'
import { locateNode, type LocateError } from '../locate-node.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { runOperation } from '../run-operation.js'
import { attachVif, detachVif, type VifAttachment } from './attach-vif.js'
import { vifId, vifRequest, type VifRequest } from './networking-input.js'

/** What the verbs of the networking module can end with. */
export type NetworkingError = LocateError | ClientError

/** Plugs virtual networks into machines. Microversion 1.28. */
export interface NetworkingModule {
  /**
   * Lists the VIFs of a machine. Safe to repeat. Two requests. With the network interface `noop` Ironic records
   * none, and the list is empty.
   */
  vifs(target: Target, options?: AskOptions): ResultAsync<readonly Vif[], NetworkingError>

  /**
   * Plugs a VIF into a machine. Safe to repeat: on the same machine a second call is `was_attached`. Ironic may
   * change the MAC address of the network service's port to that of the machine's.
   *
   * @fails vif_already_attached when it is plugged into something else
   * @fails no_free_port when the machine has no port left that fits
   */
  attachVif(
    target: Target,
    vif: VifRequest,
    options?: AskOptions,
  ): ResultAsync<VifAttachment, NetworkingError>

  /** Unplugs a VIF from a machine. Safe to repeat: one that is not plugged in counts as done. */
  detachVif(target: Target, vif: string, options?: AskOptions): ResultAsync<void, NetworkingError>
}

/** Builds the networking module alone; a driver has it as `driver.networking`. */
export function createNetworkingModule(context: ModuleContext): NetworkingModule {
  return {
    vifs: (target, options = {}) =>
      runOperation('networking.vifs', async () => {
        const found = await located(target, options, z.undefined(), undefined, '')
        if (found.isErr()) return err(found.error)
        const { node, call } = found.value
        return context.client.nodeVifs.list(node, call)
      }),

    attachVif: (target, vif, options = {}) =>
      runOperation('networking.attachVif', async () => {
        const found = await located(target, options, vifRequest, vif, 'vif')
        if (found.isErr()) return err(found.error)
        const { node, call, argument } = found.value
        return attachVif(context, node, argument, call)
      }),

    detachVif: (target, vif, options = {}) =>
      runOperation('networking.detachVif', async () => {
        const found = await located(target, options, vifId, vif, 'vif')
        if (found.isErr()) return err(found.error)
        const { node, call, argument } = found.value
        return detachVif(context, node, argument, call)
      }),
  }

  /** Checks all arguments before the node is read. */
  async function located<Argument>(
    target: Target,
    options: AskOptions,
    schema: z.ZodType<Argument>,
    given: unknown,
    name: string,
  ) {
    const checked = checkedInput(targetSchema, target, 'target')
    if (checked.isErr()) return err(checked.error)
    const argument = checkedInput(schema, given, name)
    if (argument.isErr()) return err(argument.error)
    const call = checkedInput(askOptions, options, 'options')
    if (call.isErr()) return err(call.error)
    const node = await locateNode(context, checked.value, { signal: call.value.signal })
    return node.map(({ uuid }) => ({
      node: uuid,
      call: { signal: call.value.signal },
      argument: argument.value,
    }))
  }
}
