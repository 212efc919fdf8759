/**
 * An Ironic in memory: {@link IronicSimulator} answers as Ironic does, lets tests script failures of the hardware and
 * disrupt requests, and has no time of its own with a {@link ManualClock}.
 *
 * @example
 * ```ts
 * import { randomUUID } from 'node:crypto'
 * import { IronicDriver } from 'ironic-driver'
 * import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
 *
 * const clock = new ManualClock()
 * const simulator = new IronicSimulator({ clock })
 * const node = simulator.node({ name: 'metal-1', resource_class: 'large' }).available()
 * const driver = new IronicDriver({ transport: simulator, clock })
 *
 * const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
 * const spawned = await clock.run(
 *   driver.provisioning.spawn({ instance: { id: randomUUID(), name: 'web-1' }, image, node: 'metal-1' }),
 * )
 * console.log(spawned.isOk(), node.now.provision_state)
 * ```
 *
 * @module ironic-driver/testing
 */
export { RecordedRequest } from '../transport/recorded-request.js'
export { recordRequests, RecordingTransport } from '../transport/recording-transport.js'
export type { EnabledInterfaces } from './hardware/enabled-hardware.js'
export type { HardwareInterface } from './hardware/hardware-profile.js'
export type { Timing, TimingContext, TimingName, TimingOptions, Timings } from './hardware/timings.js'
export type { Disruption } from './disruptions/disruption.js'
export type { DetailedDisruption, DisruptionKind, DisruptionOptions } from './disruptions/disruption-kinds.js'
export { type DisruptionCount, Disruptions, type RequestMatch } from './disruptions/disruptions.js'
export { IronicSimulator } from './ironic-simulator.js'
export type { Leftover } from './controls/leftovers.js'
export type { SimulatedLogin } from './login/http-basic-check.js'
export type {
  SimulatedApplicationCredential,
  SimulatedKeystoneOptions,
  SimulatedUser,
} from './login/keystone-options.js'
export { SimulatedKeystone } from './login/simulated-keystone.js'
export { ManualClock, type ManualClockOptions, type ManualClockRunOptions } from './time/manual-clock.js'
export {
  NodeBuilder,
  type NodeOptions,
  type PortgroupOptions,
  type PortOptions,
} from './controls/node-builder.js'
export { serveSimulator, type ServedSimulator, type ServeOptions } from './serve-simulator.js'
export { type FailureOptions, type ForcedFields, SimulatedNode } from './controls/simulated-node.js'
export { SimulatedVif, type VifOptions, type VifRecord } from './controls/simulated-vif.js'
export type { SimulatedRelease, SimulatorLimits, SimulatorOptions } from './world/simulator-settings.js'
export type {
  BiosSetting,
  BiosSettingOptions,
  FirmwareComponent,
  FirmwareOptions,
  Indicator,
  IndicatorOptions,
  InspectionResult,
} from './hardware/hardware-details.js'
export type { HistoryRecord } from './world/history-record.js'
export type { FailingOperation } from './world/machine.js'
export type { NodeRecord } from './world/node-record.js'
export type { PortgroupRecord, PortRecord } from './world/port-record.js'
export type { SimulatedCaller, SimulatedRole } from './login/simulated-caller.js'
export type { SnapshotOptions, WorldSnapshot } from './controls/world-snapshot.js'
export type { ProfileName } from './hardware/hardware-profiles.js'
