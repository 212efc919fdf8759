// Shows: how to configure a node for its first boot: host name, SSH key, packages, networks, a file.
// Assumes: nothing; it runs on the simulator.
// Prints: the config drive that is sent to Ironic: first as JSON, from which Ironic builds an image; then as an image
//   built by the driver, because Ironic's JSON cannot contain files.

import { randomUUID } from 'node:crypto'
import { IronicDriver, type ConfigDriveParts } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'

const simulator = new IronicSimulator({ networkInterface: 'flat', timings: { deployStep: 10 } })
const { provisioning } = new IronicDriver({ transport: simulator })

const configDrive: ConfigDriveParts = {
  publicKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home'],
  userData: { cloudConfig: { packages: ['nginx'], runcmd: [['systemctl', 'enable', '--now', 'nginx']] } },
  networkData: 'from-vifs', // with the addresses of the node's own network cards
}
await spawn('web-1', configDrive)
await spawn('web-2', { ...configDrive, files: [{ path: '/etc/motd', contents: 'Welcome to web-2.\n' }] })

async function spawn(name: string, drive: ConfigDriveParts): Promise<void> {
  const machine = simulator
    .node({ name: `${name}-machine` })
    .withPort()
    .available()
  simulator.forgetRequests()
  const asked = await provisioning.requestSpawn({
    instance: { id: randomUUID(), name },
    node: machine.uuid,
    image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` },
    vifs: [
      {
        id: randomUUID(), // in a cloud, the id of a Neutron port
        network: {
          mtu: 9000,
          addresses: [{ type: 'ipv4', address: '192.0.2.7/24', gateway: '192.0.2.1' }],
          dns: ['192.0.2.53'],
        },
      },
    ],
    configDrive: drive,
  })
  if (asked.isErr()) return console.error(asked.error.message)
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  const { configdrive } = JSON.parse(put?.body ?? '{}') as { configdrive: string | Record<string, unknown> }
  console.log(`${name}:`)
  if (typeof configdrive === 'string') console.log(`an image of ${configdrive.length} base64 characters`)
  else console.log(JSON.stringify(configdrive, null, 2))
}
