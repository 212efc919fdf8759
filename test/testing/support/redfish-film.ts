import { rawIronic, type RawIronic } from './raw-ironic.js'

const FIXED = {
  prepare: 400,
  powerOn: 2_000,
  powerOff: 2_000,
  reboot: 4_000,
  deployStep: 1_000,
  agentStep: 6_000,
  tearDown: 400,
} as const

/** Returns the visible state of a node: `state/lock/power/target/step`. */
export function shown({ simulator }: RawIronic): string {
  const node = simulator.find('a')?.now
  if (node === undefined) return 'gone'
  const step = node.clean_step['step'] ?? node.deploy_step['step'] ?? node.service_step['step'] ?? '-'
  const power = (state: string | null) => state?.replace('power ', '') ?? '-'
  return [
    node.provision_state,
    node.reservation === null ? 'free' : 'locked',
    power(node.power_state),
    power(node.target_power_state),
    typeof step === 'string' ? step : '-',
  ].join('/')
}

export async function film(ironic: RawIronic, ms: number): Promise<string[]> {
  const seen: string[] = []
  for (let past = 0; past <= ms; past += 100) {
    const now = shown(ironic)
    if (seen.at(-1) !== now) seen.push(now)
    await ironic.clock.advance(100)
  }
  return seen
}

/** Returns a simulated Ironic with redfish hardware and fixed timings. */
export const redfish = (timings = {}) => rawIronic({ hardware: 'redfish', timings: { ...FIXED, ...timings } })
