// The public exports of this folder, for `src/index.ts` only.

export { createStorageModule } from './storage-module.js'
export type { StorageModule } from './storage-module.js'
export type { ConnectorOptions, VifAddresses, VolumeRequest } from './storage-input.js'
export type { ConnectorProperties, StorageConnector } from './storage-connector.js'
export { VolumeTargetTakenError } from './storage-errors.js'
export type {
  AttachTargetError,
  ConnectorError,
  DetachTargetError,
  ListTargetsError,
} from './storage-errors.js'
export type { TargetAttachment } from './attach-target.js'
