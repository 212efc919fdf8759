// Shows: how to spawn a fleet at once with live progress, power cycle one node, destroy all, and count the requests.
// Assumes: nothing. It runs on the simulator; with IRONIC_URL and --yes it uses nodes of a real Ironic.
// Prints: a live table on a terminal, plain lines elsewhere, and a report at the end.
//
// Exit codes: 0 success, 1 failure, 2 nothing done (wrong arguments, or no --yes), 130 Ctrl-C.
//
// The calls that drive the nodes are in fleet-demo/drive-fleet.ts; all other files only display them.

import { createKyTransport, httpBasic, IronicDriver, noAuth } from 'ironic-driver'
import { recordRequests } from 'ironic-driver/testing'
import { readCommandLine, USAGE, type DemoOptions } from './fleet-demo/command-line.js'
import { countRequests } from './fleet-demo/compare-with-separate-drivers.js'
import { DEMO_IMAGE, SOFT_TIMEOUT_MS } from './fleet-demo/demo-settings.js'
import { explainError } from './fleet-demo/explain-error.js'
import { createFleetPicture, type FleetPicture } from './fleet-demo/fleet-picture.js'
import { chooseNodes, leftoversOn, listNodes, machinesOf, nameOf } from './fleet-demo/real-fleet.js'
import { perMachine, reportRequests } from './fleet-demo/request-report.js'
import { runDemo, whenCleaned, type DemoEnd } from './fleet-demo/run-demo.js'
import { simulateFleet } from './fleet-demo/simulated-fleet.js'
import { wrapped } from './fleet-demo/wrapped-text.js'

const EXIT_CODES: Readonly<Record<DemoEnd, number>> = { done: 0, failed: 1, aborted: 130 }
const NOTHING_DONE = 2

async function main(): Promise<number> {
  const options = readCommandLine(process.argv.slice(2), process.env)
  if (options === 'help') {
    console.log(USAGE)
    return 0
  }
  if ('problem' in options) {
    console.error(`${options.problem}\n\n${USAGE}`)
    return NOTHING_DONE
  }
  const picture = createFleetPicture(process.stdout, process.env)
  const signal = abortOnCtrlC(picture)
  return options.endpoint === undefined
    ? driveSimulator(picture, signal, options.quick)
    : driveRealIronic(picture, signal, { ...options, endpoint: options.endpoint })
}

async function driveSimulator(picture: FleetPicture, signal: AbortSignal, quick: boolean): Promise<number> {
  const { simulator, machines, stubborn, failing } = simulateFleet({ quick })
  const recorder = recordRequests(simulator)
  const driver = new IronicDriver({ transport: recorder })
  picture.say(
    `A simulated Ironic with ${machines.length} machines. The deployment of ${failing.name} will fail,`,
    `and the operating system of ${stubborn.name} will ignore the request to restart.`,
    'Ctrl-C undoes everything.',
  )

  const end = await runDemo({
    driver,
    picture,
    machines,
    image: DEMO_IMAGE,
    toCycle: stubborn,
    softTimeoutMs: SOFT_TIMEOUT_MS,
    meantToFail: failing,
    until: 'available',
    signal,
  })
  const sent = [...recorder.requests]

  if (end === 'aborted')
    picture.say('', 'Aborted. All started work has been undone; Ironic is cleaning the machines.')
  for (const machine of machines) await whenCleaned(driver, machine)
  tellWhatIsLeft(
    picture,
    simulator.leftovers().map(({ node, kind, what }) => `${node}: ${kind} ${what}`),
  )
  const states = new Set(simulator.nodes.map(({ now }) => now.provision_state))
  picture.say(`All ${machines.length} nodes: ${[...states].join(', ')}.`, '')
  picture.say(...reportRequests(sent, machines))
  if (end === 'done') await compare(picture, machines.length, quick)
  return EXIT_CODES[end]
}

/** Runs both fleets again on a manual clock, and reports the counted requests. */
async function compare(picture: FleetPicture, machines: number, quick: boolean): Promise<void> {
  const startedAt = performance.now()
  const together = await countRequests('one-for-all', quick)
  const apart = await countRequests('one-each', quick)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  picture.say(
    '',
    `The same two more times, on a simulated clock, in ${seconds} s`,
    `  ${String(together).padStart(5)}  with one driver for all: ${perMachine(together, machines)} per machine`,
    `  ${String(apart).padStart(5)}  with a driver for each, which polls its own machine: ${perMachine(apart, machines)}`,
  )
}

async function driveRealIronic(
  picture: FleetPicture,
  signal: AbortSignal,
  options: DemoOptions & { readonly endpoint: string },
): Promise<number> {
  const { endpoint, login } = options
  const auth = login === undefined ? noAuth() : httpBasic(login)
  const transport = createKyTransport({ endpoint, auth })
  const listed = await listNodes(transport)
  if (listed.isErr()) {
    console.error(['The nodes could not be listed:', ...wrapped(explainError(listed.error))].join('\n'))
    return 1
  }
  const chosen = chooseNodes(listed.value, options)
  if ('problem' in chosen) {
    console.error(`${chosen.problem} Nothing was changed.`)
    return NOTHING_DONE
  }
  const image = options.image ?? DEMO_IMAGE
  picture.say(
    `Of the ${listed.value.length} nodes at ${endpoint}, this demo would take ${chosen.length}:`,
    ...chosen.map(
      ({ uuid, name, driver: hardware, power_state }) =>
        `  ${uuid}  ${name ?? '(no name)'}  ${hardware}  ${String(power_state)}`,
    ),
    `It writes ${image.source} to the disk of each,`,
    'restarts one, then destroys all: Ironic powers them off and cleans them.',
    'ALL DATA ON THEIR DISKS WILL BE LOST.',
  )
  if (!options.yes) {
    console.error('Nothing was changed. Add --yes to do it.')
    return NOTHING_DONE
  }
  const realHardware = chosen.filter((node) => node.driver !== 'fake-hardware')
  if (options.image === undefined && realHardware.length > 0) {
    const names = realHardware.map(nameOf).join(', ')
    console.error(`Nothing was changed. Real hardware needs a real image: pass --image for ${names}.`)
    return NOTHING_DONE
  }

  const machines = machinesOf(chosen)
  const recorder = recordRequests(transport)
  const driver = new IronicDriver({ transport: recorder })
  const end = await runDemo({
    driver,
    picture,
    machines,
    image,
    softTimeoutMs: 60_000,
    until: 'gone',
    signal,
  })
  const sent = [...recorder.requests]
  if (end === 'aborted') picture.say('', 'Aborted. All started work has been undone.')
  tellWhatIsLeft(picture, await leftoversOn(driver, machines))
  picture.say('', ...reportRequests(sent, machines))
  return EXIT_CODES[end]
}

function tellWhatIsLeft(picture: FleetPicture, leftovers: readonly string[]): void {
  if (leftovers.length === 0)
    picture.say('', 'Nothing is left on the nodes: no instance, no VIF, no maintenance, no lock.')
  else picture.say('', 'Left on the nodes:', ...leftovers.map((line) => `  ${line}`))
}

/** The first Ctrl-C aborts and undoes all started work; the second one exits at once. */
function abortOnCtrlC(picture: FleetPicture): AbortSignal {
  const controller = new AbortController()
  process.on('SIGINT', () => {
    if (controller.signal.aborted) {
      picture.end()
      picture.say('Exited. Ironic continues its work; check the nodes.')
      process.exit(130)
    }
    picture.say(
      'Ctrl-C: undoing all started work. Press Ctrl-C again to exit at once and leave everything as it is.',
    )
    controller.abort()
  })
  return controller.signal
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (cause: unknown) => {
    console.error(`The demo itself failed: ${cause instanceof Error ? cause.message : String(cause)}`)
    process.exitCode = 1
  },
)
