import { err, ok, type Result } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../../client/errors/client-errors.js'
import type { CallOptions } from '../../client/requests/api-request.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { VifAttachFault, VifDetachFault } from '../../client/resources/node/node-vifs.js'
import type { ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { isUuid } from '../../states/same-id.js'
import { PortUnusableError } from './networking-errors.js'
import type { VifRequest } from './networking-input.js'
import { readNodePorts } from './read-network-data.js'
import { sameVif } from './same-vif.js'
import { namedPlace, placeId, placeOfVif, vifOf, vifPlaces } from './vif-places.js'

/** Whether this call attached the VIF, or it was attached before. */
export type VifAttachment = 'attached' | 'was_there'

/**
 * The errors of attaching a VIF to a known node.
 *
 * @inline
 */
export type PlugError = RequestErrorOr<VifAttachFault> | PortUnusableError

/**
 * The errors of detaching a VIF from a known node.
 *
 * @inline
 */
export type UnplugError = RequestErrorOr<Exclude<VifDetachFault, 'vif_not_attached'>>

/** Refusals that may mean that the VIF is where it is wanted; the node's VIFs decide. */
const MAY_BE_DONE: readonly PlugError['kind'][] = [
  'vif_already_attached',
  'vif_invalid',
  'conflict',
  'rejected_request',
]

/**
 * Attaches a VIF to a node. A refusal that may mean "already attached" counts as success only when the node shows the
 * VIF. After a lost answer, the node is read, and the request is sent once more if the node does not show the VIF,
 * unless the caller retries.
 *
 * If a port is named, Ironic checks only that port and would attach a VIF twice that is on another one. The ports are
 * therefore read first.
 */
export async function attachVif(
  context: ModuleContext,
  node: string,
  vif: VifRequest,
  options: CallOptions,
): Promise<Result<VifAttachment, PlugError>> {
  const isPinned = vif.port !== undefined || vif.portGroup !== undefined
  const before = isPinned ? await isInItsPlace(context, node, vif, options) : ok(false)
  if (before.isErr()) return err(before.error)
  if (before.value) return ok('was_there')

  const body = { id: vif.id, port_uuid: vif.port, portgroup_uuid: vif.portGroup }
  for (let lost = 0; ; lost += 1) {
    const sent = await context.client.nodeVifs.attach(node, body, options)
    if (sent.isOk()) return ok('attached')
    const { error } = sent
    const isRefused = MAY_BE_DONE.includes(error.kind)
    if (error.kind === 'aborted' || !(isRefused || mayHaveHappened(error))) return err(error)

    // The caller's next attempt reads the ports first.
    if (isPinned && !isRefused && options.retryForMs === 0) return err(error)
    const isThere = isPinned
      ? await isInItsPlace(context, node, vif, options)
      : await isOnNode(context, node, vif.id, options)
    if (isThere.isErr()) return err(isThere.error)
    if (isThere.value) return ok(isRefused && lost === 0 ? 'was_there' : 'attached')
    if (isRefused || lost > 0 || options.retryForMs === 0) return err(error)
  }
}

async function isOnNode(
  context: ModuleContext,
  node: string,
  vif: string,
  options: CallOptions,
): Promise<Result<boolean, RequestError>> {
  const spelling = await spellingOnNode(context, node, vif, options)
  return spelling.map((id) => id !== undefined)
}

/** Returns the id of a VIF as Ironic spells it; `undefined` when it is not on the node. */
async function spellingOnNode(
  { client }: ModuleParts,
  node: string,
  vif: string,
  options: CallOptions,
): Promise<Result<string | undefined, RequestError>> {
  const listed = await client.nodeVifs.list(node, options)
  return listed.map((vifs) => vifs.find(({ id }) => sameVif(id, vif))?.id)
}

/** Whether the VIF is on the named port or port group; fails when it is elsewhere or cannot be attached there. */
async function isInItsPlace(
  context: ModuleContext,
  node: string,
  { id, ...named }: VifRequest,
  options: CallOptions,
): Promise<Result<boolean, RequestErrorOr<never> | PortUnusableError>> {
  const features = await context.client.features(options)
  if (features.isErr()) return err(features.error)
  // The request itself reports that this server is too old.
  if (!features.value.supports('vif_port')) return ok(false)
  const read = await readNodePorts(context, node, undefined, options)
  if (read.isErr()) return err(read.error)
  const wanted = named.port ?? named.portGroup ?? ''
  const unusable = (details: Pick<PortUnusableError, 'reason'> & { holder?: string; place?: string }) =>
    err(new PortUnusableError({ node, vif: id, wanted, ...details }))

  const is = placeOfVif(vifPlaces(read.value), id)
  if (is !== undefined)
    return placeId(is) === wanted ? ok(true) : unusable({ reason: 'vif_elsewhere', place: placeId(is) })
  const place = namedPlace(named, read.value)
  if (place === undefined) return unusable({ reason: 'not_of_this_node' })
  const holder = vifOf('port' in place ? place.port : place.portGroup)
  return holder === undefined ? ok(false) : unusable({ reason: 'taken', holder })
}

/**
 * Detaches a VIF. One that is not attached counts as done, also after a lost answer. Ironic compares VIF ids
 * case-sensitively: before an unknown UUID counts as detached, it is searched for in another spelling.
 */
export async function detachVif(
  context: ModuleContext,
  node: string,
  vif: string,
  options: CallOptions,
): Promise<Result<void, UnplugError>> {
  let spelling = vif
  for (let lost = 0; ; lost += 1) {
    const sent = await context.client.nodeVifs.detach(node, spelling, options)
    if (sent.isOk()) return ok(undefined)
    const { error } = sent
    if (error.kind === 'vif_not_attached') {
      if (!isUuid(vif) || spelling !== vif) return ok(undefined)
      const found = await spellingOnNode(context, node, vif, options)
      if (found.isErr()) return err(found.error)
      if (found.value === undefined || found.value === vif) return ok(undefined)
      spelling = found.value
      continue
    }
    const isRefused = MAY_BE_DONE.includes(error.kind)
    if (error.kind === 'aborted' || !(isRefused || mayHaveHappened(error))) return err(error)

    const isThere = await isOnNode(context, node, vif, options)
    if (isThere.isErr()) return err(isThere.error)
    if (!isThere.value) return ok(undefined)
    if (isRefused || lost > 0 || options.retryForMs === 0) return err(error)
  }
}
