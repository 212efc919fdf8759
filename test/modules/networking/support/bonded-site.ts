import { randomUUID } from 'node:crypto'
import type { DescribedVif } from 'ironic-driver'
import { expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

export const MACS = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03'] as const

/** Two bonded cards, and a single one. */
export function siteWithBond(
  properties: object = { miimon: '100', bond_xmit_hash_policy: 'layer3+4' },
  mode = '802.3ad',
) {
  const site = simulatedSite({ networkInterface: 'flat' })
  const group = randomUUID()
  const node = site.simulator
    .node({ name: 'metal-1' })
    .withPortgroup({ uuid: group, mode, properties: properties as never, address: '52:54:00:00:00:aa' })
    .withPort({ address: MACS[0] })
    .withPort({ address: MACS[1] })
    .withPort({ address: MACS[2], portgroup_uuid: null })
    .active()
  const target = { node: node.uuid }
  const attach = async (...vifs: readonly string[]) => {
    for (const id of vifs) expectOk(await site.run(site.driver.networking.attachVif(target, { id })))
  }
  const describeNetworks = async (vifs?: readonly DescribedVif[]) =>
    expectOk(await site.run(site.driver.networking.networkData(target, vifs)))
  return { ...site, node, target, group, attach, describeNetworks }
}
