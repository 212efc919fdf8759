import { IronicDriver, type Clock, type Transport } from 'ironic-driver'

const NEVER = new Promise<never>(() => undefined)

/**
 * A process that uses the driver. Once killed, it receives no reply and wakes from no sleep, exactly as if it no
 * longer existed; a request that it has sent takes effect all the same.
 */
export class Caller {
  readonly driver: IronicDriver
  #alive = true

  constructor(transport: Transport, clock: Clock, random: () => number) {
    const orNever = <T>(value: T): T | Promise<never> => (this.#alive ? value : NEVER)
    const whileAlive = async <T>(work: () => PromiseLike<T>): Promise<T> => {
      await orNever(undefined)
      return orNever(await work())
    }
    this.driver = new IronicDriver({
      transport: { send: (request) => whileAlive(() => transport.send(request)) },
      clock: {
        now: () => clock.now(),
        sleep: (ms, signal) => whileAlive(() => clock.sleep(ms, signal)),
      },
      random,
    })
  }

  kill(): void {
    this.#alive = false
  }
}
