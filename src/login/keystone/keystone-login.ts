/** A user who logs in with a password. A user name also needs the user's domain. */
export type PasswordLogin = { readonly password: string } & (
  | { readonly userId: string }
  | ({ readonly username: string } & (
      { readonly userDomainName: string } | { readonly userDomainId: string }
    ))
)

/**
 * An application credential. It has a project of its own, so it takes no scope. With its name instead of its id, it
 * also needs the user who created it.
 */
export type ApplicationCredentialLogin = { readonly applicationCredentialSecret: string } & (
  | { readonly applicationCredentialId: string }
  | ({ readonly applicationCredentialName: string } & (
      | { readonly userId: string }
      | ({ readonly username: string } & (
          { readonly userDomainName: string } | { readonly userDomainId: string }
        ))
    ))
)

/** An existing token, which is exchanged for one of the wanted scope. */
export interface TokenLogin {
  readonly token: string
}

/** Who logs in to Keystone. */
export type KeystoneLogin = PasswordLogin | ApplicationCredentialLogin | TokenLogin

/** What a token gives access to: a project, a domain, the whole system, or what a trust delegates. */
export type KeystoneScope =
  | 'system'
  | { readonly projectId: string }
  | ({ readonly projectName: string } & (
      { readonly projectDomainName: string } | { readonly projectDomainId: string }
    ))
  | { readonly domainId: string }
  | { readonly domainName: string }
  | { readonly trustId: string }
