// What of this folder is public. It is for `src/index.ts` alone.

export type { ConfigDrive, ConfigDriveParts, InjectedFile } from './config-drive-input.js'
export type { CloudConfig, MultipartUserData, UserData, UserDataPart } from './user-data-input.js'
