/**
 * Drives bare metal through OpenStack Ironic: one {@link IronicDriver} for one Ironic, with a module for each kind of work.
 * Names that no entry exports may change in any release.
 *
 * @example
 * ```ts
 * import { randomUUID } from 'node:crypto'
 * import { createKyTransport, IronicDriver } from 'ironic-driver'
 *
 * const driver = new IronicDriver({ transport: createKyTransport({ endpoint: 'http://127.0.0.1:6385' }) })
 *
 * const instance = { id: randomUUID(), name: 'web-1' }
 * const image = { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` }
 * const spawned = await driver.provisioning.spawn({ instance, image, node: { resourceClass: 'large' } })
 * if (spawned.isErr()) console.error(spawned.error.kind, spawned.error.message, spawned.error.advice)
 * else console.log(`web-1 is on ${spawned.value.node}`)
 * ```
 *
 * @module ironic-driver
 */

export { IronicDriver } from './driver/ironic-driver.js'
export type { IronicDriverOptions } from './driver/driver-options.js'
export { createModuleContext } from './operations/module-context.js'
export type { AskOptions, ModuleContext, WaitOptions } from './operations/module-context.js'
export type { NodeTarget } from './operations/input-schemas.js'
export {
  InstanceMismatchError,
  InstanceNotFoundError,
  NodeNotFoundError,
  NodeNotReadyError,
  NotFoundOrHiddenError,
  OutcomeUnknownError,
} from './operations/node-errors.js'
export type { LocateError } from './operations/locate-node.js'
export type { VerbOutcome } from './operations/waiting-verb.js'
export type { CompensationEvent, OperationEvent } from './operations/operation-events.js'
export type {
  AttemptEvent,
  RequestEvent,
  RetryEvent,
  VersionEvent,
} from './client/requests/request-events.js'
export type { LookEvent, NodeChangeEvent, WaitEvent } from './waiting/wait-events.js'
export type { LoginEvent } from './login/keystone/login-events.js'
export { connect } from './driver/connect.js'
export type { ConnectError, ConnectOptions } from './driver/connect.js'
export { systemClock } from './clock/system-clock.js'
export type { Clock } from './clock/clock.js'
export { IronicDriverError } from './errors/ironic-driver-error.js'
export type { Advice } from './errors/ironic-driver-error.js'
export { InvalidInputError } from './errors/invalid-input-error.js'

export * from './modules/power/index.js'
export * from './modules/provisioning/index.js'
export * from './modules/config-drive/index.js'
export * from './modules/networking/index.js'
export * from './modules/inventory/index.js'
export * from './modules/console/index.js'
export * from './modules/rebuild/index.js'
export * from './modules/rescue/index.js'
export * from './modules/storage/index.js'
export * from './modules/allocations/index.js'
export * from './modules/lifecycle/index.js'
export * from './waiting/index.js'
export * from './states/index.js'
export * from './login/index.js'
export * from './transport/index.js'
