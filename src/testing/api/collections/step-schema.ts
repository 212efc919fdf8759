import type { Step } from '../../hardware/hardware-profile.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'

const INTERFACES = ['vendor', 'power', 'management', 'firmware', 'deploy', 'bios', 'raid']

const OLD_INTERFACES = ['power', 'management', 'deploy', 'bios', 'raid']

/** `[api] disallow_clean_steps` and its like */
const DISALLOWED = 'vendor.send_raw'

const KEYS = {
  deploy: {
    needed: ['interface', 'step', 'args', 'priority'],
    allowed: ['interface', 'step', 'args', 'priority'],
  },
  clean: { needed: ['interface', 'step'], allowed: stepKeys() },
  service: { needed: ['interface', 'step'], allowed: stepKeys() },
  runbook: {
    needed: ['interface', 'step', 'order'],
    allowed: ['interface', 'step', 'args', 'order'],
  },
} as const

function stepKeys(): readonly string[] {
  return ['interface', 'step', 'args', 'order', 'execute_on_child_nodes', 'limit_child_node_execution']
}

const NEW_KEYS: readonly string[] = ['order', 'execute_on_child_nodes', 'limit_child_node_execution']

type StepKind = keyof typeof KEYS

/** Returns the steps of a request after checking their form. */
export function readSteps(world: World, kind: StepKind, given: JsonValue | undefined): Step[] {
  const steps = Array.isArray(given) ? given : []
  const checked = steps.map((step) => checkStep(world, kind, step, `Invalid ${kind}_steps`))
  for (const { interface: name, step } of checked)
    if (`${name}.${step}` === DISALLOWED)
      throw badRequest(
        `${kind} step '${DISALLOWED}' is not allowed. Disallowed by operator configuration ` +
          `[api]disallow_${kind}_steps.`,
      )
  return checked
}

/** Checks one step of its kind. Its refusals begin with the prefix. */
export function checkStep(world: World, kind: StepKind, step: JsonValue, prefix: string): Step {
  const { needed, allowed } = KEYS[kind]
  const isOld = !serverHas(world, 'vendorSteps')
  const interfaces = !isOld ? INTERFACES : OLD_INTERFACES
  const refuse = (text: string) => badRequest(`${prefix}: ${text}`)
  if (!isJsonObject(step)) throw refuse(`${pythonRepr(step)} is not of type 'object'`)
  for (const key of needed)
    if (!Object.hasOwn(step, key)) throw refuse(`${pythonRepr(key)} is a required property`)
  for (const key of Object.keys(step))
    if (!(allowed as readonly string[]).includes(key) || (isOld && NEW_KEYS.includes(key)))
      throw refuse(`Additional properties are not allowed (${pythonRepr(key)} was unexpected)`)
  const { interface: name, step: word, args } = step
  if (typeof name !== 'string' || !interfaces.includes(name))
    throw refuse(`${pythonRepr(name)} is not one of ${pythonRepr([...interfaces])}`)
  if (typeof word !== 'string') throw refuse(`${pythonRepr(word)} is not of type 'string'`)
  if (word === '')
    throw refuse(`'' ${serverHas(world, 'saysNonEmpty') ? 'should be non-empty' : 'is too short'}`)
  if (args !== undefined && !isJsonObject(args)) throw refuse(`${pythonRepr(args)} is not of type 'object'`)
  checkNumber(step, 'priority', refuse)
  checkNumber(step, 'order', refuse)
  return { ...step, interface: name, step: word }
}

function checkNumber(step: JsonObject, key: string, refuse: (text: string) => Error): void {
  const value = step[key]
  if (value === undefined) return
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value < 0) throw refuse(`${value} is less than the minimum of 0`)
  } else if (typeof value === 'string') {
    if (!/^[0-9]+$/.test(value)) throw refuse(`${pythonRepr(value)} does not match '^[0-9]+$'`)
  } else {
    const shown = pythonRepr(value)
    throw refuse(
      `${shown} is not valid under any of the given schemas. Possible root cause: ${shown} is not of type 'integer'`,
    )
  }
}
