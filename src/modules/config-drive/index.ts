// The public exports of this folder, for `src/index.ts` only.

export type { ConfigDrive, ConfigDriveParts, InjectedFile } from './config-drive-input.js'
export type { CloudConfig, MultipartUserData, UserData, UserDataPart } from './user-data-input.js'
