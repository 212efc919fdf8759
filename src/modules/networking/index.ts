// The public exports of this folder, for `src/index.ts` only.

export { createNetworkingModule } from './networking-module.js'
export type {
  AttachVifError,
  DetachVifError,
  ListVifsError,
  NetworkingModule,
  ReadNetworkDataError,
  SyncVifsError,
} from './networking-module.js'
export type { VifAttachment } from './attach-vif.js'
export type { VifRequest } from './networking-input.js'
export type { DescribedVif, VifAddress, VifNetwork } from './vif-network-input.js'
export type { NetworkData } from './network-data.js'
export type { NetworkDataError } from './read-network-data.js'
export type { SyncedVifs } from './sync-vifs.js'
export { PortUnusableError, VifMissingError, VifUndoIncompleteError } from './networking-errors.js'
export type { VifRemains } from './networking-errors.js'
