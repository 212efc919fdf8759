import type { NodeConsoleReply } from '../../client/resources/node/node-console.js'

/** The address of a console. Anyone who has the URL can see the screen and usually type: treat it as a secret. */
export interface ConsoleAddress {
  readonly url: string
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
}

/**
 * A serial console on a plain TCP port.
 *
 * @inline
 */
export interface SocatConsole extends ConsoleAddress {
  readonly type: 'socat'
}

/**
 * A serial console as a web page.
 *
 * @inline
 */
export interface ShellinaboxConsole extends ConsoleAddress {
  readonly type: 'shellinabox'
}

/**
 * A graphical console as a web page; Ironic closes it after a while.
 *
 * @inline
 */
export interface VncConsole extends ConsoleAddress {
  readonly type: 'vnc'
}

/**
 * A console of another type, or one whose address Ironic does not give in full.
 *
 * @inline
 */
export interface OtherConsole {
  readonly type: 'other'
  /** Ironic's name for the type; `undefined` when Ironic gives none, as for fake hardware. */
  readonly called: string | undefined
  readonly url: string | undefined
}

/** A console that is on. */
export type ConsoleEndpoint = SocatConsole | ShellinaboxConsole | VncConsole | OtherConsole

/** The URL schemes of each console type, with their default ports. */
const SCHEMES: Readonly<
  Record<'socat' | 'shellinabox' | 'vnc', Readonly<Record<string, number | undefined>>>
> = {
  socat: { 'tcp:': undefined },
  shellinabox: { 'http:': 80, 'https:': 443 },
  vnc: { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443 },
}

/** Parses Ironic's description of a console that is on. */
export function consoleEndpoint(info: NonNullable<NodeConsoleReply['console_info']>): ConsoleEndpoint {
  const { type, url } = info
  if (url !== undefined && (type === 'socat' || type === 'shellinabox' || type === 'vnc')) {
    const address = addressOf(url, SCHEMES[type])
    if (address !== undefined) return { type, url, ...address }
  }
  return { type: 'other', called: type, url }
}

function addressOf(
  text: string,
  schemes: Readonly<Record<string, number | undefined>>,
): { readonly host: string; readonly port: number } | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!Object.hasOwn(schemes, url.protocol) || url.hostname === '') return undefined
  const port = url.port === '' ? schemes[url.protocol] : Number(url.port)
  if (port === undefined || port === 0) return undefined
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port }
}
