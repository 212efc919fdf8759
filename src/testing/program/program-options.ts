import { parseArgs } from 'node:util'
import { describeUnknown } from '../../errors/unknown-option.js'
import { HARDWARE_PROFILES, type ProfileName } from '../hardware/hardware-profiles.js'
import { RELEASES, type SimulatedRelease } from '../world/simulator-settings.js'

/** The parsed command line. */
export interface ProgramOptions {
  readonly host: string
  readonly port: number
  readonly nodes: number
  readonly release: SimulatedRelease
  readonly hardware: ProfileName
  /** How many times as fast as real time the simulated Ironic works. */
  readonly speed: number
  readonly seed: number
  readonly login: ProgramLogin
}

/** The login that the program requires. */
export type ProgramLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'http_basic' | 'keystone'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }

/** An invalid command line. The message is one sentence for the user. */
export class UsageError extends Error {}

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '6385' },
  nodes: { type: 'string', default: '3' },
  release: { type: 'string', default: '39.0' },
  hardware: { type: 'string', default: 'fake-hardware' },
  speed: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  user: { type: 'string' },
  password: { type: 'string' },
  keystone: { type: 'boolean', default: false },
  token: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const MOST_NODES = 10_000
const MOST_SPEED = 1_000

/**
 * Parses the command line; returns `undefined` when help is requested.
 *
 * @throws UsageError when the command line is invalid
 */
export function programOptions(args: readonly string[]): ProgramOptions | undefined {
  const values = parsed(args)
  if (values.help) return undefined
  return {
    host: values.host,
    port: wholeNumber('port', values.port, 0, 65_535),
    nodes: wholeNumber('nodes', values.nodes, 0, MOST_NODES),
    release: oneOf('release', values.release, RELEASES),
    hardware: oneOf('hardware', values.hardware, HARDWARE_PROFILES),
    speed: wholeNumber('speed', values.speed, 1, MOST_SPEED),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    login: loginOf(values),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(
      `${problemOf(error instanceof Error ? error.message : '')} --help lists the options.`,
    )
  }
}

/** Returns the sentence about what `parseArgs` did not understand. */
function problemOf(message: string): string {
  const unknown = /^Unknown option '([^']+)'/.exec(message)?.[1]
  if (unknown !== undefined)
    return describeUnknown(
      unknown,
      Object.keys(OPTIONS).map((name) => `--${name}`),
    )
  const [sentence = ''] = message.split(/\. |\n/)
  return `${sentence.replace(/\.$/, '')}.`
}

function loginOf({ user, password, token, keystone }: ReturnType<typeof parsed>): ProgramLogin {
  if (token !== undefined) {
    if (user !== undefined || password !== undefined || keystone)
      throw new UsageError('--token excludes --user, --password and --keystone. Choose one kind of login.')
    if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError('--token must be printable ASCII without spaces.')
    return { kind: 'token', token }
  }
  if (user === undefined && password === undefined && !keystone) return { kind: 'none' }
  if (user === undefined || password === undefined)
    throw new UsageError('A login needs both --user and --password.')
  if (!/^[^:]+$/.test(user)) throw new UsageError('--user must be a name without a colon.')
  if (password === '') throw new UsageError('--password must not be empty.')
  return { kind: keystone ? 'keystone' : 'http_basic', user, password }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`)
}

function oneOf<Name extends string>(option: string, given: string, known: Record<Name, unknown>): Name {
  const names = Object.keys(known) as Name[]
  const found = names.find((name) => name === given)
  if (found !== undefined) return found
  throw new UsageError(`--${option} must be one of ${names.join(', ')}, not "${given}".`)
}
