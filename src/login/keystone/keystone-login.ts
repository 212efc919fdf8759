/** A user who logs in by password. A name needs the user's domain beside it. */
export type PasswordLogin = { readonly password: string } & (
  | { readonly userId: string }
  | ({ readonly username: string } & (
      { readonly userDomainName: string } | { readonly userDomainId: string }
    ))
)

/**
 * An application credential. It brings its project along, so that it takes no scope. By its name it needs the user who
 * made it.
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

/** A token of before, which is exchanged for one of the wanted scope. */
export interface TokenLogin {
  readonly token: string
}

/** Who logs in to Keystone. */
export type KeystoneLogin = PasswordLogin | ApplicationCredentialLogin | TokenLogin

/** What a token is good for: a project, a domain, the whole system, or what a trust passes on. */
export type KeystoneScope =
  | 'system'
  | { readonly projectId: string }
  | ({ readonly projectName: string } & (
      { readonly projectDomainName: string } | { readonly projectDomainId: string }
    ))
  | { readonly domainId: string }
  | { readonly domainName: string }
  | { readonly trustId: string }
