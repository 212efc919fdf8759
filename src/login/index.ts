// The public names of this folder. Only `src/index.ts` imports it.

export type {
  CloudConnection,
  IronicConnection,
  ConnectionLimits,
  EndpointConnection,
  KeystoneConnection,
} from './connection/connect-options.js'
export { CloudConfigError } from './errors/cloud-config-error.js'
export { EndpointNotFoundError } from './errors/login-errors.js'
export type { LoginError } from './errors/login-errors.js'
export { keystoneTokens } from './keystone/keystone-source.js'
export type { KeystoneOptions } from './keystone/keystone-source.js'
export type {
  ApplicationCredentialLogin,
  KeystoneLogin,
  KeystoneScope,
  PasswordLogin,
  TokenLogin,
} from './keystone/keystone-login.js'
export { tokenAuthentication } from './token/token-authentication.js'
export type { TokenAuthenticationOptions } from './token/token-authentication.js'
export type { AccessToken, TokenSource } from './token/token-source.js'
