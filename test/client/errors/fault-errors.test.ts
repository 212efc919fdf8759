import { expect, it } from 'vitest'
import { classifyFault, expectedFault } from '../../../src/client/errors/classify-fault.js'

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const INSTANCE = '9b67716a-94f3-4b75-a800-361337ec2ded'

function faultOf(status: number, text: string) {
  return classifyFault({ status, text, byHandler: true })
}

it('names the node in the message, once, unless Ironic has', () => {
  const busy = faultOf(503, 'Requested action cannot be performed due to lack of free conductor workers.')
  const located = busy.within({ node: NODE }).within({ node: NODE, operation: 'power.on' })
  expect(located.message).toBe(`Node ${NODE}: ${busy.message}`)
  expect(located.withSentence('Look again.').message).toBe(`Node ${NODE}: ${busy.message} Look again.`)

  const locked = faultOf(409, `Node ${NODE} is locked by host conductor-1, please retry.`)
  expect(locked.within({ node: NODE }).message).toBe(locked.message)
})

it('reads from the text which instance a node carries, and which rule of the policy refused', () => {
  expect(faultOf(409, `Node ${NODE} is associated with instance ${INSTANCE}.`)).toMatchObject({
    kind: 'node_associated',
    holder: INSTANCE,
  })
  const rule = 'baremetal:node:update:instance_uuid'
  const text = `Access was denied to the following resource: ${rule}`
  expect(faultOf(403, text)).toMatchObject({ kind: 'forbidden', rule })
})

it('keeps what a text resembles when the request is not known to meet that fault', () => {
  const locked = faultOf(409, `Node ${NODE} is locked by host conductor-1, please retry.`)
  expect(expectedFault(locked)).toMatchObject({ kind: 'conflict', resembles: 'node_locked' })
  expect(expectedFault(locked, ['node_locked'])).toBe(locked)
})
