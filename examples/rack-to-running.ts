// Shows: twenty machines from a file to running instances: enrolled, inspected, cleaned, offered and deployed; then back
//   to nothing: destroyed and removed from Ironic. What became of each is told at every turn.
// Assumes: nothing; it runs on the simulator. On a real Ironic THE DISKS OF THE MACHINES ARE ERASED, so it wants --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/rack-to-running.ts FILE --yes
// Prints: a line for each machine and turn, and what it has cost and left behind. The calls are in rack-journey.ts.

import { readFile } from 'node:fs/promises'
import { createKyTransport, IronicDriver, parseEnrollment, recordRequests } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
import { rackJourney } from './rack-to-running/rack-journey.js'

const endpoint = process.env['IRONIC_URL']
const [file = 'examples/rack-to-running/rack.yaml', flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`The disks of the machines in ${file} would be erased. Say --yes behind it to do that.`)
  process.exit(2)
}
const ironic = endpoint === undefined ? new IronicSimulator() : createKyTransport({ endpoint })
const transport = recordRequests(ironic)
const driver = new IronicDriver({ transport })

const enrollment = await parseEnrollment([{ file, text: await readFile(file, 'utf8') }])
if (enrollment.isErr()) throw enrollment.error
const failures = await rackJourney({ driver, enrollment: enrollment.value, print: console.log })
console.log(`${transport.requests.length} requests, ${failures} failures`)

if (ironic instanceof IronicSimulator) {
  const { nodes, ports, chassis, allocations } = driver.client
  const left = await Promise.all([
    nodes.list().all(),
    ports.list().all(),
    chassis.list().all(),
    allocations.list().all(),
  ])
  console.log('left behind:', left.map((list) => list.unwrapOr([]).length).join(', '))
}
process.exitCode = failures === 0 ? 0 : 1
