import type { Authentication } from '../../transport/authentication.js'
import type { TlsOptions } from '../../transport/ky-transport-options.js'
import type { KeystoneLogin, KeystoneScope } from '../keystone/keystone-login.js'

/** How the servers are talked to, whichever way leads to them. */
export interface ConnectionLimits {
  /**
   * The largest reply that is read, of Ironic and of Keystone, in bytes after decompression. A larger one ends with
   * `reply_too_large`. Default: 67,108,864 (64 MiB).
   */
  readonly maxReplyBytes?: number | undefined
  /** Ends `connect` itself, with `aborted`. It has no effect on the driver that was made. */
  readonly signal?: AbortSignal | undefined
}

/** An Ironic whose address is known. */
export interface EndpointConnection {
  /** With or without `/v1` at its end. */
  readonly endpoint: string | URL
  /** `noAuth()`, `httpBasic(…)`, `tokenAuthentication(…)` or one of your own. Default: `noAuth()`. */
  readonly auth?: Authentication | undefined
  readonly tls?: TlsOptions | undefined
}

/** An Ironic in a cloud, by its Keystone. */
export interface KeystoneConnection {
  readonly keystone: {
    /** With or without `/v3` at its end. */
    readonly url: string | URL
    readonly login: KeystoneLogin
    /** A password needs one; an application credential brings its own along. */
    readonly scope?: KeystoneScope | undefined
  }
  /** Which of the catalog's addresses; several in the order of preference. Default: `public`. */
  readonly interface?: string | readonly string[] | undefined
  /** Default: any. */
  readonly region?: string | undefined
  /** Where Ironic is, instead of what the catalog says. */
  readonly endpoint?: string | URL | undefined
  readonly tls?: TlsOptions | undefined
}

/** A cloud that a `clouds.yaml` or `OS_*` variables describe, as openstacksdk and the `openstack` command read them. */
export interface CloudConnection {
  /** A name in `clouds.yaml`. Default: what `env` chooses. */
  readonly cloud?: string | undefined
  /**
   * The variables to read: usually `process.env`. Without it none is read: neither `OS_CLOUD` and the like nor where
   * the files are, but for the home folder.
   */
  readonly env?: Environment | undefined
  /** A region of the cloud. Default: its first one. */
  readonly region?: string | undefined
  /** The path of a `clouds.yaml`. Default: the first one of the places where openstacksdk looks. */
  readonly configFile?: string | undefined
}

/** Which Ironic, and how to log in to it. */
export type Connection = (EndpointConnection | KeystoneConnection | CloudConnection) & ConnectionLimits

/** The variables of a process, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>
