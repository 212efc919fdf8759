// The public exports of this folder, for `src/index.ts` only.

export { createPowerModule } from './create-power-module.js'
export type { PowerChange, PowerModule, PowerStatus } from './power-module.js'
export type { PowerMode, PowerModeOptions, RequestPowerModeOptions } from './power-input.js'
export type { InjectNmiError, PowerError, PowerOffError, PowerStateError } from './power-errors.js'
