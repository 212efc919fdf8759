// The public exports of this folder, for `src/index.ts` only.

export { createPowerModule, type PowerModule } from './power-module.js'
export type { PowerChange, PowerStatus } from './power-verb.js'
export type { PowerMode, PowerModeOptions, RequestPowerModeOptions } from './power-input.js'
export type { InjectNmiError, PowerError, PowerOffError, PowerStateError } from './power-errors.js'
