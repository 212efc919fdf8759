// Shows: how to read the power state of a node, shut it down (by force if it does not react), and power it on.
// Assumes: nothing; it runs on the simulator, where the operating system does not react. With IRONIC_URL it interrupts
//   the node that you pass:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/power-cycle-a-node.ts NODE
// Prints: the power state before, how the node went off, and the state at the end.

import { createKyTransport, IronicDriver, type IronicDriverError } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = endpoint === undefined ? 'metal-1' : undefined] = process.argv.slice(2)
if (node === undefined) {
  console.error('Pass the node to power off and on.')
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const driver = new IronicDriver({ transport })

const before = await driver.power.state({ node })
if (before.isErr()) giveUp(before.error)
console.log(`${node}: ${String(before.value.power_state)}`)

const off = await driver.power.off({ node }, { mode: 'soft-then-hard', softTimeoutMs: 2_000 })
if (off.isErr()) giveUp(off.error)
console.log(
  `${node}: ${off.value.done === 'soft power off' ? 'shut down by its operating system' : 'power was cut'}`,
)

const on = await driver.power.on({ node })
if (on.isErr()) giveUp(on.error)
console.log(`${node}: ${String(on.value.power_state)}`)

function giveUp(error: IronicDriverError): never {
  console.error(`${error.message} (${error.kind}, ${error.advice})`)
  process.exit(1)
}

function simulatedIronic() {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).active().setSoftPower('ignored')
  return simulator
}
