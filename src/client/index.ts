// What of this folder is public. It is for `src/index.ts` alone.

export * from './ironic-client.js'
export type { IronicClientOptions } from './requests/client-options.js'
export type { CallOptions } from './requests/api-request.js'
export { ApiFeatures } from './versions/api-features.js'
export type { ApiFeature } from './versions/api-features.js'
export type { ApiVersion } from './versions/api-version.js'
export { patchKeys, removeField, setField } from './requests/json-patch.js'
export type { JsonPatch, PatchOperation } from './requests/json-patch.js'
export type { NoneOf, OneOf } from './collections/list-filter.js'
export type { Collection } from './collections/paging.js'
export type {
  FilteredListOptions,
  GetOptions,
  Listed,
  ListOptions,
} from './collections/collection-requests.js'
export type { MayGive, Only, Selected } from './collections/resource-schema.js'
export type { FreeForm } from './collections/field-schemas.js'

export type { DecodedRawRequest, RawRequest } from './requests/raw-request.js'
export type { RequestSafety } from './requests/retry-policy.js'
export * from './errors/fault-errors.js'
export {
  InvalidResponseError,
  UnexpectedFailureError,
  UnsupportedApiVersionError,
} from './errors/client-errors.js'
export type { ClientError, RequestError, RequestErrorOr } from './errors/client-errors.js'
