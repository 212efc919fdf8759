// Shows: how to take twenty machines from a file to running instances: enroll, inspect, clean, provide and deploy them;
//   then destroy them and remove them from Ironic. It reports the outcome of each machine at every stage.
// Assumes: nothing; it runs on the simulator. On a real Ironic IT ERASES THE DISKS OF THE NODES, so it needs --yes:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/rack-to-running.ts FILE --yes
// Prints: a line for each machine and stage, the number of requests, and what is left. The calls are in
//   rack-to-running/rack-journey.ts.

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createKyTransport, IronicDriver, parseEnrollment } from 'ironic-driver'
import { recordRequests, IronicSimulator } from 'ironic-driver/testing'
import { rackJourney } from './rack-to-running/rack-journey.js'

const endpoint = process.env['IRONIC_URL']
const rack = fileURLToPath(new URL('rack-to-running/rack.yaml', import.meta.url))
const [file = rack, flag] = process.argv.slice(2)
if (endpoint !== undefined && flag !== '--yes') {
  console.error(`This would erase the disks of the machines in ${file}. Add --yes after the file to do it.`)
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
