import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as ironicDriver from 'ironic-driver'
import * as testing from 'ironic-driver/testing'
import { expect } from 'vitest'
import { runBlock, type Scope } from './run-block.js'

/** Names of nodes in the documents. */
const NODES = ['metal-1', 'metal-2', 'metal-3', 'rack3-node7']
const PASSWORD = 'secret'
/** Deployments over HTTP take real time. */
const QUICK = { deployStep: 10, cleanStep: 10, agentBoot: 10, agentStep: 10 } as const

/**
 * Where the blocks of documents run: a served simulator takes the place of each address of an Ironic in them, and
 * Keystone, `clouds.yaml` and the variables of the environment exist. A block without a clock of its own gets one whose time
 * passes at once.
 */
export class BlockWorld {
  /** For the blocks that use `driver` without declaring it. */
  readonly driver: ironicDriver.IronicDriver
  readonly #served: testing.ServedSimulator
  readonly #home: string

  private constructor(served: testing.ServedSimulator, home: string) {
    this.driver = new ironicDriver.IronicDriver({
      transport: ironicDriver.createKyTransport({ endpoint: served.url }),
    })
    this.#served = served
    this.#home = home
  }

  static async start(): Promise<BlockWorld> {
    const simulator = new testing.IronicSimulator({ timings: QUICK, networkInterface: 'flat' })
    for (const name of NODES) simulator.node({ name, resource_class: 'large' }).withPorts(2).available()
    const users = [{ name: 'ironic', password: PASSWORD, project: 'service' }]
    const credentials = {
      id: '21dced0fd20347869b93710d2b98aae0',
      secret: PASSWORD,
      user: 'ironic',
      name: 'docs',
    }
    const keystone = new testing.SimulatedKeystone({ users, applicationCredentials: [credentials] })
    const open = await testing.serveSimulator(simulator)
    const guarded = await testing.serveSimulator(new testing.IronicSimulator(), { keystone })
    const home = mkdtempSync(join(tmpdir(), 'ironic-driver-docs-'))
    const clouds = { clouds: { metal: { auth_type: 'none', auth: { endpoint: open.url } } } }
    writeFileSync(join(home, 'clouds.yaml'), JSON.stringify(clouds))
    const close = async () => {
      await open.close()
      await guarded.close()
    }
    return new BlockWorld({ ...open, identityUrl: guarded.identityUrl, close }, home)
  }

  async end(): Promise<void> {
    await this.#served.close()
    rmSync(this.#home, { recursive: true })
  }

  /** Runs a block and the tests in it. Returns what it printed. */
  async run(code: string, names: Scope = {}): Promise<string> {
    const tests: (() => unknown)[] = []
    const test = (_name: string, body: () => unknown) => {
      tests.push(body)
      return Promise.resolve()
    }
    const runner = { test, it: test, describe: (_name: string, body: () => unknown) => body() }
    const time = /\bManualClock\b|serveSimulator/.test(code) ? undefined : new testing.ManualClock()
    const modules = {
      ...(time !== undefined && code.includes('IronicSimulator') && withClock(time)),
      'node:test': runner,
      vitest: { ...runner, expect },
    }
    const scope = { process: this.#process(), ...names }
    const work = async () => {
      const end = await runBlock(this.#localised(code), scope, modules)
      for (const one of tests) await one()
      return end.printed
    }
    return time === undefined ? work() : time.run(work(), { patienceMs: 20_000 })
  }

  #localised(code: string): string {
    return code
      .replaceAll(
        /https?:\/\/(?:127\.0\.0\.1:6385|localhost:6385|metal\.example:6385|ironic(?:\.example)?:6385)/g,
        this.#served.url,
      )
      .replaceAll(/https?:\/\/keystone\.example(?::5000)?(?:\/v3)?/g, this.#served.identityUrl ?? '')
      .replaceAll('port: 6385', 'port: 0')
  }

  #process() {
    const env = {
      HOME: this.#home,
      OS_CLIENT_CONFIG_FILE: join(this.#home, 'clouds.yaml'),
      OS_AUTH_URL: this.#served.identityUrl ?? '',
      OS_PASSWORD: PASSWORD,
      IRONIC_URL: this.#served.url,
      IRONIC_PASSWORD: PASSWORD,
    }
    const ignore = () => undefined
    return { env, argv: ['node', 'block.ts'], on: ignore, once: ignore, exitCode: undefined }
  }
}

/** Returns the library with this clock as its default. */
function withClock(clock: testing.ManualClock): Scope {
  class IronicDriver extends ironicDriver.IronicDriver {
    constructor(options: ironicDriver.IronicDriverOptions) {
      super({ clock, ...options })
    }
  }
  class IronicSimulator extends testing.IronicSimulator {
    constructor(options: testing.SimulatorOptions = {}) {
      super({ clock, ...options })
    }
  }
  return {
    'ironic-driver': { ...ironicDriver, IronicDriver },
    'ironic-driver/testing': { ...testing, IronicSimulator },
  }
}
