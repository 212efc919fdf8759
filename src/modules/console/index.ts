// The public exports of this folder, for `src/index.ts` only.

export { createConsoleModule, type ConsoleChange, type ConsoleModule } from './console-module.js'
export type { ConsoleStatus, GraphicalConsole, SerialConsole } from './console-address.js'
export type { ConsoleAddress, ConsoleEndpoint } from './console-endpoint.js'
export type { SerialConsoleOptions } from './console-input.js'
export { ConsoleUnavailableError } from './console-errors.js'
export type { ConsoleAddressError, ConsoleChangeError } from './console-errors.js'
