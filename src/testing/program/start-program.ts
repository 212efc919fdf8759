import { randomUUID } from 'node:crypto'
import { IronicSimulator } from '../ironic-simulator.js'
import { SimulatedKeystone } from '../login/simulated-keystone.js'
import { type ServedSimulator, serveSimulator, type ServeOptions } from '../serve-simulator.js'
import { fastClock } from '../time/fast-clock.js'
import type { ProgramLogin, ProgramOptions } from './program-options.js'

const GIB = 1024

/** Returns the name of the nth node, counted from 1. */
export function nodeName(number: number): string {
  return `metal-${number}`
}

/** The user of the fixed token; nobody logs in as this user. */
const ADMIN = { name: 'admin', password: randomUUID() }

/**
 * Starts the simulator described by the command line. Rejects with the system's error when the port is taken.
 */
export function startProgram(options: ProgramOptions): Promise<ServedSimulator> {
  const { host, port, nodes, release, hardware, speed, seed, login } = options
  const simulator = new IronicSimulator({ release, hardware, seed, clock: fastClock(speed) })
  for (let number = 1; number <= nodes; number++)
    simulator
      .node({
        name: nodeName(number),
        resource_class: 'baremetal',
        properties: { cpus: 16, memory_mb: 64 * GIB, local_gb: 480, cpu_arch: 'x86_64' },
      })
      .withPorts(2)
      .available()
  return serveSimulator(simulator, { host, port, ...door(login) })
}

function door(login: ProgramLogin): Pick<ServeOptions, 'httpBasic' | 'keystone'> {
  switch (login.kind) {
    case 'none':
      return {}
    case 'http_basic':
      return { httpBasic: { username: login.user, password: login.password } }
    case 'token':
      return { keystone: new SimulatedKeystone({ users: [ADMIN], tokens: [login.token] }) }
    case 'keystone':
      return { keystone: new SimulatedKeystone({ users: [{ name: login.user, password: login.password }] }) }
  }
}
