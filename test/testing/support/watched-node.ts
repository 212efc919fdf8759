import type { RawIronic } from './raw-ironic.js'

/** Returns the states in which a node is seen, in order, until its lock is free again. */
export async function watch(
  { simulator, clock }: RawIronic,
  name: string,
  mostMs = 60_000,
): Promise<string[]> {
  const seen: string[] = []
  for (let ms = 0; ms < mostMs; ms += 20) {
    const node = simulator.find(name)?.now
    if (node === undefined) break
    if (seen.at(-1) !== node.provision_state) seen.push(node.provision_state)
    if (node.reservation === null && node.target_power_state === null) break
    await clock.advance(20)
  }
  return seen
}
