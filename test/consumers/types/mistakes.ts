/** A service with a mistake in each of some lines: types that resolve to `any` would let them pass. */
export const MISTAKES = `import { IronicDriver, type WaitOptions } from 'ironic-driver'
import { type Node } from 'ironic-driver/client'
import { IronicSimulator } from 'ironic-driver/testing'
export const driver = new IronicDriver({ transport: new IronicSimulator({ colour: 'red' }) })
export const off = driver.power.off({ node: 'metal-1' }, { mode: 'gently' })
export const read = driver.client.nodes.get('metal-1', { fields: ['provision_stat'] })
export const hum = driver.power.hum()
export const name: number = (undefined as unknown as Node).name
export const options: WaitOptions = { signal: 'now' }
`

export const FOUND = [
  'mistakes.ts(4): TS2353',
  'mistakes.ts(5): TS2322',
  'mistakes.ts(6): TS2820',
  'mistakes.ts(7): TS2339',
  'mistakes.ts(8): TS2322',
  'mistakes.ts(9): TS2322',
]
