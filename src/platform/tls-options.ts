/** How to verify the server and identify the client. All values are PEM texts, not file names. */
export interface TlsOptions {
  /** The authorities to trust *instead of* those built into Node. */
  readonly ca?: string | readonly string[] | undefined
  /** The client's certificate with its chain, for a server that requires one. Needs `key`. */
  readonly cert?: string | undefined
  /** The private key of `cert`. */
  readonly key?: string | undefined
  /** The passphrase of `key`, if it is encrypted. */
  readonly passphrase?: string | undefined
  /** Accepts any certificate, even an attacker's. Use it on a test bench only. */
  readonly insecure?: true | undefined
}
