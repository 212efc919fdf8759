import { createKyTransport, IronicDriver } from 'ironic-driver'
import type { Result } from 'neverthrow'
import type { Call, Command, Ending, Order, Report } from './messages.js'
import { CallClock } from './call-clock.js'
import { StoppingTransport } from './stopping-transport.js'

/** A reply may take long on a busy machine. */
const PATIENT_MS = 24 * 3_600_000

/**
 * The program of the killed process and of its successor. It makes the calls that its parent orders, each
 * with its own driver, and stops each at its boundary.
 */
let letSend: () => void = () => undefined
const whenToSend = new Promise<void>((resolve) => (letSend = resolve))

process.on('message', (message: Command) => {
  if (message.command === 'send') letSend()
  else void run(message.order)
})
process.on('disconnect', () => process.exit())

async function run({ id, endpoint, clock, call, stopAt }: Order): Promise<void> {
  const time = new CallClock(clock)
  const transport = new StoppingTransport(
    { inner: createKyTransport({ endpoint }), clock: time, stopAt },
    {
      ready: (at) => {
        report({ id, event: 'ready', at })
        return whenToSend
      },
      stopped: (at) => report({ id, event: 'stopped', at }),
    },
  )
  const driver = new IronicDriver({ transport, clock: time, requestTimeoutMs: PATIENT_MS })
  const ending = endingOf(await callOf(driver, call))
  report({ id, event: 'ended', ending, sent: transport.sent })
}

function report(message: Report): void {
  process.send?.(message)
}

type Verbs = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => unknown>>>>

function callOf(driver: IronicDriver, { verb, args }: Call): Promise<Result<unknown, Error>> {
  const [module = '', name = ''] = verb.split('.')
  const verbs: unknown = driver
  const method = (verbs as Verbs)[module]?.[name]
  if (method === undefined) throw new TypeError(`The driver has no operation ${verb}.`)
  return Promise.resolve(method(...args) as PromiseLike<Result<unknown, Error>>)
}

function endingOf(result: Result<unknown, Error>): Ending {
  if (result.isOk()) return { result: 'ok', value: result.value }
  const { message } = result.error
  const kind = 'kind' in result.error ? String(result.error.kind) : result.error.name
  return { result: 'err', kind, message }
}
