// Shows: a virtual network plugged into a running machine, twice, and unplugged again, twice.
// Assumes: nothing; it runs on the simulator. With IRONIC_URL it takes a node and the UUID of a Neutron port, which
//   it plugs in and out:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/attach-a-network.ts NODE PORT
// Prints: what each call did, and the networks of the machine between them.

import { createKyTransport, IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const endpoint = process.env['IRONIC_URL']
const defaults = endpoint === undefined ? ['metal-1', '2f3e2e44-1d5c-4d20-9d0f-7a5d4a4f7f11'] : []
const [node = defaults[0], vif = defaults[1]] = process.argv.slice(2)
if (node === undefined || vif === undefined) {
  console.error('Name the node, and the UUID of the network port to plug into it.')
  process.exit(2)
}
const transport = endpoint === undefined ? simulatedIronic() : createKyTransport({ endpoint })
const { networking } = new IronicDriver({ transport })

// Both are safe to repeat: what is so already is success.
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
  // The default network interface, `noop`, plugs nothing in and records nothing, as in Ironic.
  const simulator = new IronicSimulator({ networkInterface: 'flat' })
  simulator.node({ name: 'metal-1' }).withPorts(2).active()
  return simulator
}
