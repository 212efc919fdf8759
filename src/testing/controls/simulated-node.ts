import { settle } from '../conductor/settle.js'
import { wakeParked, watchTimeout } from '../conductor/task/agent-calls.js'
import { TARGET_OF } from '../conductor/task/state-machine.js'
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

/** What can be put into a node past its API, as into a real one's database. */
export type ForcedFields = Partial<Omit<NodeRecord, 'id' | 'uuid' | 'created_at'>>

/** How a scripted failure looks. */
export interface FailureOptions {
  /** What the hardware says of it; Ironic writes its own words around that. */
  readonly lastError?: string
  /**
   * The step of a deployment, cleaning or service that fails, as `write_image` or `deploy.write_image`; the first one
   * by default. The other operations have no steps.
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

/** Those that are done in steps, of which one can be chosen. */
const STEPPED: readonly FailingOperation[] = ['deploy', 'clean', 'service']

const FIELDS = Object.keys(
  newNodeRecord({ id: 0, uuid: '', driver: '', created_at: '', provision_state: '' }),
)

/** A node of the simulated Ironic, as a test holds it: looks at it and does to it what no client can. */
export class SimulatedNode {
  readonly uuid: string
  readonly #world: World

  constructor(world: World, uuid: string) {
    this.#world = world
    this.uuid = uuid
  }

  /** The node as the database has it now: nothing is masked, but for what `console.log` prints of it. */
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

  /** All that was recorded of it, the oldest first. */
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

  /** What Ironic keeps of its last inspection; `null` when there was none. */
  get inventory(): InspectionResult | null {
    return discreet(structuredClone(this.#task().machine.inventory))
  }

  /** What the machine really does, whatever Ironic believes. */
  get hardwarePower(): Machine['power'] {
    return this.#task().machine.power
  }

  /** How many non-maskable interrupts the machine got. */
  get interrupts(): number {
    return this.#task().machine.interrupts
  }

  /** True until the node has been deleted. */
  get exists(): boolean {
    settle(this.#world)
    return this.#world.store.nodes.has(this.uuid)
  }

  /**
   * Writes fields as they are. A `provision_state` ends what was under way, frees the lock and sets the target that
   * belongs to the state, where these are not given too.
   */
  force(fields: ForcedFields): this {
    for (const name of Object.keys(fields))
      if (!FIELDS.includes(name)) throw new TypeError(`A node has no field "${name}".`)
    const task = this.#task()
    const { node, world, machine } = task
    const { name, instance_uuid: instance, provision_state: state, ...rest } = copyJson({ ...fields })
    if (state !== undefined) {
      if (!Object.hasOwn(TARGET_OF, state)) throw new TypeError(`There is no provision state "${state}".`)
      this.#stop(task)
      enterState(task, state, TARGET_OF[state] ?? null)
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
   * The next operation of this kind fails.
   *
   * @throws TypeError when there is no such operation or step.
   */
  failNext(operation: FailingOperation, { lastError, at }: FailureOptions = {}): this {
    if (!OPERATIONS.includes(operation))
      throw new TypeError(`"${operation}" is no operation that can fail; there are ${OPERATIONS.join(', ')}.`)
    const task = this.#task()
    if (at !== undefined) requireStep(task, operation, at)
    task.machine.failures.push({ operation, lastError: lastError ?? null, at: at ?? null })
    return this
  }

  /** What becomes of a non-maskable interrupt: taken, refused by the machine (500), or by the driver (400). */
  setInterrupts(nmi: Machine['nmi']): this {
    this.#task().machine.nmi = nmi
    return this
  }

  /** Holds the lock for a while, as another conductor's work or a periodic task would. */
  lock(ms: number, { host }: { readonly host?: string } = {}): this {
    const task = this.#task()
    if (task.node.reservation !== null) throw new TypeError('The node is locked already.')
    takeLock(task, 'lock')
    if (host !== undefined) task.node.reservation = host
    if (ms !== Infinity) this.#world.later(task, 'lock', ms, 'lock.drop')
    return this
  }

  /** Whether the management controller answers. While it is silent, power changes and verification fail. */
  setController(bmc: Machine['bmc']): this {
    const task = this.#task()
    task.machine.bmc = bmc
    if (task.world.profileOf(task.machine).readsPower) watchPower(task)
    return this
  }

  /** What becomes of a request to shut down: done, not heeded by the machine, or refused by the driver (400). */
  setSoftPower(softPower: Machine['softPower']): this {
    this.#task().machine.softPower = softPower
    return this
  }

  /** Whether the agent calls back once it has booted. */
  setAgent(agent: Machine['agent']): this {
    const task = this.#task()
    task.machine.agent = agent
    if (agent === 'calls') wakeParked(task)
    return this
  }

  /** What the next inspection by an agent, or through the controller, finds; until then Ironic keeps what it has. */
  setInventory(inventory: JsonObject, pluginData: JsonObject = {}): this {
    this.#task().machine.found = structuredClone({ inventory, plugin_data: pluginData })
    return this
  }

  /** Somebody presses the power button: Ironic does not know, and puts it back when it next looks. */
  pressPowerButton(): this {
    const task = this.#task()
    task.machine.power = task.machine.power === 'power on' ? 'power off' : 'power on'
    watchPower(task)
    return this
  }

  /** How long things take at this node. */
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
    throw new TypeError(`"${operation}" has no steps; leave "at" out, and it fails as a whole.`)
  const { deploySteps, automatedCleanSteps, manualSteps } = world.profileOf(machine)
  const known = [...deploySteps, ...automatedCleanSteps, ...manualSteps].map(({ step }) => step)
  if (known.some((step) => at === step.step || at === stepId(step))) return
  throw new TypeError(`There is no step "${at}"; there are ${known.map(stepId).join(', ')}.`)
}
