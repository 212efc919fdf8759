import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { ModuleContext, ModuleParts } from '../../operations/module-context.js'
import type { CallScope } from '../../operations/run-operation.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { changeConsole } from './change-console.js'
import {
  consoleEndpoint,
  type ConsoleEndpoint,
  type ShellinaboxConsole,
  type SocatConsole,
  type VncConsole,
} from './console-endpoint.js'
import {
  ConsoleUnavailableError,
  type ConsoleAddressError,
  type RequestConsoleError,
} from './console-errors.js'
import type { SerialConsoleOptions } from './console-input.js'
import { resetConsole } from './reset-console.js'
import { wasStopped } from './stopped-console.js'

/** The console of a node, as Ironic records it. */
export interface ConsoleStatus {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly enabled: boolean
  /**
   * `null` while the console is off, and for a `console_interface` with socat: a request for that address may end the
   * session of its user. `serial` requests it.
   */
  readonly endpoint: ConsoleEndpoint | null
}

/** A serial console that is on. */
export type SerialConsole = SocatConsole | ShellinaboxConsole

/** A graphical console that is on. */
export interface GraphicalConsole extends VncConsole {
  /** The VNC server behind the page; `undefined` when this login may not see it, or Ironic has recorded none. */
  readonly server: { readonly host: string; readonly port: number } | undefined
}

type Asked = Pick<CallScope, 'signal'>

/** Reads the console of a node. Requests its address only where that ends no session. */
export async function consoleStatus(
  context: ModuleContext,
  node: WatchedNode & { readonly console_interface?: string | null },
  call: Asked,
): Promise<Result<ConsoleStatus, RequestConsoleError>> {
  const { uuid, instance_uuid: instance, console_enabled } = node
  const enabled = console_enabled === true
  if (enabled && !endsSessions(node.console_interface)) return readConsole(context, node, call)
  return ok({ node: uuid, instance, enabled, endpoint: null })
}

/**
 * Whether a request for the console's address ends the current session. For a socat console, Ironic 39.0 makes the
 * management controller end the session: its user keeps a connection on which nothing arrives any more.
 *
 * @see openstack/ironic `ironic/drivers/modules/ipmitool.py` (IPMISocatConsole.get_console)
 */
function endsSessions(consoleInterface: string | null | undefined): boolean {
  return consoleInterface?.includes('socat') === true
}

const IS_ON = 'The console is switched on; only its address could not be read.'

/** Requests the address of a console. */
async function readConsole({ client }: ModuleParts, node: WatchedNode, { signal }: Asked) {
  const reply = await client.nodeConsole.get(node.uuid, { signal })
  return reply.map(({ console_enabled, console_info }): ConsoleStatus => ({
    node: node.uuid,
    instance: node.instance_uuid,
    enabled: console_enabled,
    endpoint: console_enabled ? consoleEndpoint(console_info ?? {}) : null,
  }))
}

/** Returns the serial console, and switches it on if needed. */
export async function serialConsole(
  context: ModuleContext,
  node: WatchedNode & { readonly driver_internal_info?: FreeForm },
  work: CallScope & SerialConsoleOptions,
): Promise<Result<SerialConsole, ConsoleAddressError>> {
  const isOn = node.console_enabled === true
  const changed = await (isOn && (work.reset === true || wasStopped(node))
    ? resetConsole(context, node, work)
    : changeConsole(context, node, 'on', work))
  if (changed.isErr()) return err(changed.error)
  const status = await readConsole(context, node, work)
  if (status.isErr()) return err(status.error.withSentence(IS_ON))
  const { endpoint } = status.value
  return endpoint?.type === 'socat' || endpoint?.type === 'shellinabox'
    ? ok(endpoint)
    : err(unavailable(status.value, 'a serial console'))
}

/** Returns the graphical console, and switches it on if needed. */
export async function vncConsole(
  context: ModuleContext,
  node: WatchedNode & { readonly driver_internal_info?: FreeForm },
  work: CallScope,
): Promise<Result<GraphicalConsole, ConsoleAddressError>> {
  const changed = await changeConsole(context, node, 'on', work)
  if (changed.isErr()) return err(changed.error)
  const status = await readConsole(context, node, work)
  if (status.isErr()) return err(status.error.withSentence(IS_ON))
  const { endpoint } = status.value
  if (endpoint?.type !== 'vnc') return err(unavailable(status.value, 'a graphical console'))
  // Ironic records where the server is when it switches the console on.
  if (node.console_enabled === true && node.driver_internal_info !== undefined)
    return ok({ ...endpoint, server: serverIn(node.driver_internal_info) })
  const read = await context.client.nodes.get(node.uuid, {
    fields: ['driver_internal_info'],
    signal: work.signal,
  })
  return read
    .map(({ driver_internal_info }) => ({ ...endpoint, server: serverIn(driver_internal_info) }))
    .mapErr((error) => error.withSentence(IS_ON))
}

/** Reads the VNC server from Ironic's notes. A login without access to them gets nothing, or a sentence. */
function serverIn({ vnc_host: host, vnc_port: port }: Readonly<Record<string, unknown>>) {
  const number = typeof port === 'string' ? Number(port) : port
  return typeof host === 'string' && typeof number === 'number' && Number.isInteger(number) && number > 0
    ? { host, port: number }
    : undefined
}

function unavailable({ node, instance, endpoint }: ConsoleStatus, wanted: string): ConsoleUnavailableError {
  const type = endpoint?.type === 'other' ? endpoint.called : endpoint?.type
  return new ConsoleUnavailableError({ node, instance: instance ?? undefined, wanted, type })
}
