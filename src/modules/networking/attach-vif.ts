import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { VifAttachFault, VifDetachFault } from '../../client/resources/node-vifs.js'
import { isAmbiguous } from '../../client/retry-policy.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import type { VifRequest } from './networking-input.js'

/** Whether this call plugged it in, or it was there before. */
export type VifAttachment = 'attached' | 'was_attached'

/** What plugging a VIF into a known node can end with. */
export type PlugError = RequestErrorOr<VifAttachFault>

/** What unplugging a VIF from a known node can end with. */
export type UnplugError = RequestErrorOr<Exclude<VifDetachFault, 'vif_not_attached'>>

/**
 * Plugs a VIF into a node. "Already attached" is success only when the node itself has it; a lost reply is read
 * back, and sent once more when the node does not show the VIF.
 */
export async function attachVif(
  { client }: ModuleContext,
  node: string,
  vif: VifRequest,
  options: AskOptions,
): Promise<Result<VifAttachment, PlugError>> {
  const call = { signal: options.signal }
  const body = { id: vif.id, port_uuid: vif.port, portgroup_uuid: vif.portGroup }
  for (let lost = 0; ; lost += 1) {
    const sent = await client.nodeVifs.attach(node, body, call)
    if (sent.isOk()) return ok('attached')
    const isThere = sent.error.kind === 'vif_already_attached'
    if (!isThere && (!isAmbiguous(sent.error) || sent.error.kind === 'aborted')) return err(sent.error)
    if (isThere && isElsewhere(sent.error, vif)) return err(sent.error)

    const listed = await client.nodeVifs.list(node, call)
    if (listed.isErr()) return err(listed.error)
    if (listed.value.some(({ id }) => id === vif.id))
      return ok(isThere && lost === 0 ? 'was_attached' : 'attached')
    if (isThere || lost > 0) return err(sent.error)
  }
}

/** Ironic names the port or port group that has the VIF: it must be the one that was asked for. */
function isElsewhere(error: PlugError, { port, portGroup }: VifRequest): boolean {
  const wanted = port ?? portGroup
  const has =
    'fault' in error ? /already attached to Ironic \w+ ([0-9a-f-]{36})/i.exec(error.fault)?.[1] : undefined
  return wanted !== undefined && has !== undefined && has.toLowerCase() !== wanted
}

/** Unplugs a VIF. One that is not there, also after a lost reply, is what was wanted. */
export async function detachVif(
  { client }: ModuleContext,
  node: string,
  vif: string,
  options: AskOptions,
): Promise<Result<void, UnplugError>> {
  const call = { signal: options.signal }
  for (let lost = 0; ; lost += 1) {
    const sent = await client.nodeVifs.detach(node, vif, call)
    if (sent.isOk() || sent.error.kind === 'vif_not_attached') return ok(undefined)
    if (!isAmbiguous(sent.error) || sent.error.kind === 'aborted') return err(sent.error)

    const listed = await client.nodeVifs.list(node, call)
    if (listed.isErr()) return err(listed.error)
    if (!listed.value.some(({ id }) => id === vif)) return ok(undefined)
    if (lost > 0) return err(sent.error)
  }
}
