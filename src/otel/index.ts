// The entry `ironic-driver/otel`.

export { instrumentIronicDriver } from './instrument-ironic-driver.js'
export type { IronicDriverInstrumentation } from './instrument-ironic-driver.js'
export type { InstrumentationOptions } from './instrumentation-options.js'
