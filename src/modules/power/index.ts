// What of this folder is public. It is for `src/index.ts` alone.

export { createPowerModule } from './create-power-module.js'
export type { PowerChange, PowerModule, PowerStatus } from './power-module.js'
export type { PowerMode, PowerModeOptions, RequestPowerModeOptions } from './power-input.js'
export type { InjectNmiError, PowerError, PowerOffError, PowerStateError } from './power-errors.js'
