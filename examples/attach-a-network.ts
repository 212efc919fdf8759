// Shows: how to attach a virtual network to a running node, twice, and how to detach it, twice.
// Assumes: nothing; it runs on the simulator. With IRONIC_URL, pass a node and the UUID of a Neutron port, which it
//   attaches and detaches:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/attach-a-network.ts NODE PORT
// Prints: the result of each call, and the networks of the node after each pair.

import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const defaults = endpoint === undefined ? ['metal-1', '2f3e2e44-1d5c-4d20-9d0f-7a5d4a4f7f11'] : []
const [node = defaults[0], vif = defaults[1]] = process.argv.slice(2)
if (node === undefined || vif === undefined) {
  console.error('Pass the node and the UUID of the network port to attach.')
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const { networking } = new IronicDriver({ transport })

// Both are safe to repeat: the second call succeeds too.
for (let call = 1; call <= 2; call++) {
  const attached = await networking.attachVif({ node }, { id: vif })
  console.log(`attach: ${attached.isOk() ? attached.value : attached.error.message}`)
}
await printNetworks(node)
for (let call = 1; call <= 2; call++) {
  const detached = await networking.detachVif({ node }, vif)
  console.log(`detach: ${detached.isOk() ? 'done' : detached.error.message}`)
}
await printNetworks(node)

async function printNetworks(ident: string): Promise<void> {
  const vifs = await networking.vifs({ node: ident })
  if (vifs.isErr()) console.log(vifs.error.message)
  else console.log(`networks of ${ident}: ${vifs.value.map(({ id }) => id).join(', ') || 'none'}`)
}

function simulatedIronic() {
  // As in Ironic, the default network interface, `noop`, attaches and records nothing.
  const simulator = new IronicSimulator({ networkInterface: 'flat' })
  simulator.node({ name: 'metal-1' }).withPorts(2).active()
  return simulator
}
