import { settle } from '../conductor/settle.js'
import { wakeParked, watchTimeout } from '../conductor/task/agent-calls.js'
import { stateRow } from '../conductor/task/state-machine.js'
import { enterState, releaseWorker, stepId, takeLock, watchPower } from '../conductor/task/task.js'
import type { BiosSetting, FirmwareComponent, InspectionResult } from '../hardware/hardware-details.js'
import { checkTimings, type TimingOptions } from '../hardware/timings.js'
import { discreet } from '../json/discreet-json.js'
import { copyJson, type JsonObject } from '../json/json-value.js'
import type { HistoryRecord } from '../world/history-record.js'
import type { FailingOperation, Machine } from '../world/machine.js'
import { newNodeRecord, type NodeRecord } from '../world/node-record.js'
import type { PortgroupRecord, PortRecord } from '../world/port-record.js'
import type { Task, World } from '../world/world.js'
import { requireKnown } from '../json/require-known.js'

/** The fields that a test can write past the API, as into the database of a real Ironic. */
export type ForcedFields = Partial<Omit<NodeRecord, 'id' | 'uuid' | 'created_at'>>

/** The options of a scripted failure. */
export interface FailureOptions {
  /** The text that the hardware reports. Ironic adds its own words around it. */
  readonly lastError?: string
  /**
   * The step of a deployment, cleaning or service that fails, as `write_image` or `deploy.write_image`.
   * Default: the first step that does anything. Other operations have no steps.
   */
  readonly at?: string
}

const OPERATIONS: readonly FailingOperation[] = [
  'deploy',
  'clean',
  'teardown',
  'power',
  'manage',
  'inspect',
  'rescue',
  'unrescue',
  'adopt',
  'service',
  'console',
]

/** The operations that run in steps, so that a failing step can be chosen. */
const STEPPED: readonly FailingOperation[] = ['deploy', 'clean', 'service']

const FIELDS = Object.keys(
  newNodeRecord({ id: 0, uuid: '', driver: '', created_at: '', provision_state: '' }),
)

/** A node of the simulated Ironic. A test reads its state here, and does to it what no client can. */
export class SimulatedNode {
  readonly uuid: string
  readonly #world: World

  constructor(world: World, uuid: string) {
    this.#world = world
    this.uuid = uuid
  }

  /** The node as the database holds it now. Nothing is masked, except in what `console.log` prints. */
  get now(): Readonly<NodeRecord> {
    return discreet(structuredClone(this.#task().node))
  }

  get name(): string | null {
    return this.#task().node.name
  }

  get ports(): readonly Readonly<PortRecord>[] {
    this.#task()
    return discreet(structuredClone(this.#world.store.portsOf(this.uuid)))
  }

  get portgroups(): readonly Readonly<PortgroupRecord>[] {
    this.#task()
    return discreet(structuredClone(this.#world.store.portgroupsOf(this.uuid)))
  }

  /** Its history, oldest first. */
  get history(): readonly HistoryRecord[] {
    return discreet(structuredClone(this.#task().stored.history))
  }

  /** Its BIOS settings as Ironic lists them. */
  get biosSettings(): readonly Readonly<BiosSetting>[] {
    return discreet(structuredClone(this.#task().machine.bios))
  }

  /** Its firmware as Ironic lists it. */
  get firmware(): readonly Readonly<FirmwareComponent>[] {
    return discreet(structuredClone(this.#task().machine.firmware))
  }

  /** The inventory that Ironic keeps of the last inspection; `null` before the first. */
  get inventory(): InspectionResult | null {
    return discreet(structuredClone(this.#task().machine.inventory))
  }

  /** The actual power state of the hardware, which Ironic may not know yet. */
  get hardwarePower(): Machine['power'] {
    return this.#task().machine.power
  }

  /** The number of non-maskable interrupts that the hardware received. */
  get interrupts(): number {
    return this.#task().machine.interrupts
  }

  /** True until the node has been deleted. */
  get exists(): boolean {
    settle(this.#world)
    return this.#world.store.nodes.has(this.uuid)
  }

  /**
   * Writes fields as they are. A `provision_state` also ends the operation under way, frees the lock and sets
   * the target that belongs to the state, unless these fields are given too.
   */
  force(fields: ForcedFields): this {
    requireKnown('node', fields, FIELDS, 'field')
    const task = this.#task()
    const { node, world, machine } = task
    const { name, instance_uuid: instance, provision_state: state, ...rest } = copyJson({ ...fields })
    if (state !== undefined) {
      const row = stateRow(state)
      if (row === undefined)
        throw new TypeError(
          `Unknown provision state "${state}". Write it as Ironic does, for example "deploy failed".`,
        )
      this.#stop(task)
      enterState(task, state, row.target)
      if (state.endsWith('hold') && world.profileOf(machine).usesAgent) {
        machine.steps = { list: [], index: 0 }
        machine.parked = { act: 'step.agent-done', details: { flow: state.split(' ')[0] ?? '' } }
      }
      watchTimeout(task)
    }
    if (name !== undefined) world.store.renameNode(node, name)
    if (instance !== undefined) world.store.setInstance(node, instance)
    Object.assign(node, rest)
    if (rest.last_error != null) watchPower(task)
    if (rest.maintenance === false) wakeParked(task)
    if (rest.power_state === 'power on' || rest.power_state === 'power off') machine.power = rest.power_state
    return this
  }

  /**
   * Makes the next operation of this kind fail.
   *
   * @throws TypeError when there is no such operation or step
   */
  failNext(operation: FailingOperation, { lastError, at }: FailureOptions = {}): this {
    if (!OPERATIONS.includes(operation))
      throw new TypeError(`Operation "${operation}" cannot fail. Use one of ${OPERATIONS.join(', ')}.`)
    const task = this.#task()
    if (at !== undefined) requireStep(task, operation, at)
    task.machine.failures.push({ operation, lastError: lastError ?? null, at: at ?? null })
    return this
  }

  /**
   * Sets the answer to a non-maskable interrupt: taken, refused by the hardware (500), or unsupported by the
   * driver (400).
   */
  setInterrupts(nmi: Machine['nmi']): this {
    this.#task().machine.nmi = nmi
    return this
  }

  /** Holds the lock for a while, as the work of another conductor or a periodic task does. */
  lock(ms: number, { host }: { readonly host?: string } = {}): this {
    const task = this.#task()
    if (task.node.reservation !== null)
      throw new TypeError(`Node ${this.uuid} is already locked by ${task.node.reservation}.`)
    takeLock(task, 'lock')
    if (host !== undefined) task.node.reservation = host
    if (ms !== Infinity) this.#world.later(task, 'lock', ms, 'lock.drop')
    return this
  }

  /**
   * Sets whether the management controller answers. While it is silent, power changes and verification fail.
   */
  setController(bmc: Machine['bmc']): this {
    const task = this.#task()
    task.machine.bmc = bmc
    if (task.world.profileOf(task.machine).readsPower) watchPower(task)
    return this
  }

  /**
   * Sets the answer to a soft power-off: obeyed, ignored by the operating system, or unsupported by the
   * driver (400).
   */
  setSoftPower(softPower: Machine['softPower']): this {
    this.#task().machine.softPower = softPower
    return this
  }

  /** Sets whether the agent calls back after it has booted. */
  setAgent(agent: Machine['agent']): this {
    const task = this.#task()
    task.machine.agent = agent
    if (agent === 'calls') wakeParked(task)
    return this
  }

  /**
   * Sets what the next inspection finds, by an agent or through the controller. Until then Ironic keeps what
   * it has.
   */
  setInventory(inventory: JsonObject, pluginData: JsonObject = {}): this {
    this.#task().machine.found = structuredClone({ inventory, plugin_data: pluginData })
    return this
  }

  /**
   * Presses the power button. Ironic does not notice, and restores the power state at its next power
   * synchronization.
   */
  pressPowerButton(): this {
    const task = this.#task()
    task.machine.power = task.machine.power === 'power on' ? 'power off' : 'power on'
    watchPower(task)
    return this
  }

  /** Sets how long things take at this node. */
  setTimings(timings: TimingOptions): this {
    const { machine } = this.#task()
    machine.timings = { ...machine.timings, ...checkTimings(timings) }
    return this
  }

  #stop(task: Task): void {
    const { machine, node, world } = task
    world.cancel(task, 'work', 'power', 'heartbeat', 'timeout', 'lock', 'late')
    if (machine.lockedBy === 'work' || machine.lockedBy === 'power') releaseWorker(task, machine.lockedBy)
    machine.lockedBy = null
    machine.steps = null
    machine.parked = null
    node.reservation = null
    node.target_power_state = null
  }

  #task(): Task {
    settle(this.#world)
    const stored = this.#world.store.nodes.get(this.uuid)
    if (stored === undefined) throw new TypeError(`Node ${this.uuid} has been deleted.`)
    return this.#world.task(stored)
  }
}

function requireStep({ world, machine }: Task, operation: FailingOperation, at: string): void {
  if (!STEPPED.includes(operation))
    throw new TypeError(`"${operation}" has no steps. Leave "at" out to make the whole operation fail.`)
  const { deploySteps, automatedCleanSteps, manualSteps } = world.profileOf(machine)
  const known = [...deploySteps, ...automatedCleanSteps, ...manualSteps].map(({ step }) => step)
  if (known.some((step) => at === step.step || at === stepId(step))) return
  throw new TypeError(`Unknown step "${at}". Use one of ${known.map(stepId).join(', ')}.`)
}
