// Shows: the power of a machine read, taken away and given back; its system is asked to shut down first.
// Assumes: nothing; it runs on the simulator, where the system does not obey. With IRONIC_URL it switches the node
//   that you name, so what runs there is interrupted:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/power-cycle-a-node.ts NODE
// Prints: the power state before, how it went off, and the state at the end.

import { createKyTransport, IronicDriver, type IronicDriverError } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const [node = endpoint === undefined ? 'metal-1' : undefined] = process.argv.slice(2)
if (node === undefined) {
  console.error('Name the node to switch off and on.')
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
  `${node}: ${off.value.done === 'soft power off' ? 'it shut down when asked' : 'its power was cut'}`,
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
