import type { Authentication } from '../../transport/authentication.js'
import type { TlsOptions } from '../../platform/tls-options.js'
import type { Environment } from '../http/environment.js'
import type { KeystoneLogin, KeystoneScope } from '../keystone/keystone-login.js'

/** Options for talking to the servers, common to all kinds of connection. */
export interface ConnectionLimits {
  /**
   * The URL of an HTTP proxy for Ironic and Keystone, such as `http://user:password@proxy.example:3128`. Default: with
   * `env`, the one of `HTTPS_PROXY` or `HTTP_PROXY`, except for the hosts of `NO_PROXY`; else none.
   */
  readonly proxy?: string | URL | undefined
  /**
   * The largest reply that is read from Ironic and Keystone, in bytes after decompression. A larger one fails with
   * `reply_too_large`. Default: 67,108,864 (64 MiB).
   */
  readonly maxReplyBytes?: number | undefined
  /** Ends `connect` itself, with `aborted`. It has no effect on the driver that `connect` returned. */
  readonly signal?: AbortSignal | undefined
}

/** An Ironic at a known URL. */
export interface EndpointConnection {
  /** The URL of Ironic, with or without `/v1` at its end. */
  readonly endpoint: string | URL
  /** `noAuth()`, `httpBasic(…)`, `tokenAuthentication(…)` or your own. Default: `noAuth()`. */
  readonly auth?: Authentication | undefined
  readonly tls?: TlsOptions | undefined
  /** The variables that may name a proxy, usually `process.env`. No other variable is read. */
  readonly env?: Environment | undefined
}

/** An Ironic that is found in the service catalog of a Keystone. */
export interface KeystoneConnection {
  readonly keystone: {
    /** The URL of Keystone, with or without `/v3` at its end. */
    readonly url: string | URL
    readonly login: KeystoneLogin
    /** A password needs one; an application credential has its own. */
    readonly scope?: KeystoneScope | undefined
  }
  /** Which endpoint of the catalog; several in order of preference. Default: `public`. */
  readonly interface?: string | readonly string[] | undefined
  /** Default: any. */
  readonly region?: string | undefined
  /** The URL of Ironic, instead of the one in the catalog. */
  readonly endpoint?: string | URL | undefined
  readonly tls?: TlsOptions | undefined
  /** The variables that may name a proxy, usually `process.env`. No other variable is read. */
  readonly env?: Environment | undefined
}

/**
 * A cloud described by a `clouds.yaml` or by `OS_*` variables, as openstacksdk and the `openstack` command read them.
 */
export interface CloudConnection {
  /** The name of a cloud in `clouds.yaml`. Default: the one that `env` selects. */
  readonly cloud?: string | undefined
  /**
   * The variables to read, usually `process.env`. Without it, no variable is read except the home folder: neither
   * `OS_CLOUD` and the like, nor the paths of the files.
   */
  readonly env?: Environment | undefined
  /** A region of the cloud. Default: its first one. */
  readonly region?: string | undefined
  /** The path of a `clouds.yaml`. Default: the first one found where openstacksdk looks. */
  readonly configFile?: string | undefined
}

/** Which Ironic to use, and how to authenticate to it. */
export type IronicConnection = (EndpointConnection | KeystoneConnection | CloudConnection) & ConnectionLimits
