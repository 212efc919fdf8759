/** Files and variables that describe a cloud; `<home>` in them is the home folder of their reader. */
export interface DescribedCloud {
  /** By path in the home folder. The working folder is `work` in it. */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly cloud?: string
  readonly region?: string
}

/** The outcome: what Keystone receives, and where Ironic is. */
export type CloudOutcome =
  | {
      readonly login: Readonly<Record<string, unknown>>
      readonly endpoint: string | null
      readonly region: string | null
      readonly insecure: boolean
      readonly ca: string | null
      readonly cert: string | null
      readonly key: string | null
      readonly microversion: string | null
      /** In seconds. */
      readonly timeout: number | null
    }
  | { readonly error: string }

const addresses = (region: string) =>
  ['public', 'internal', 'admin'].map((name) => ({
    interface: name,
    region,
    region_id: region,
    url: `https://${name}.${region}.example/baremetal`,
  }))

/** The catalog of every Keystone here. */
export const catalog = [
  {
    type: 'baremetal',
    name: 'ironic',
    endpoints: [...addresses('north'), ...addresses('south'), ...addresses('1').slice(1, 2)],
  },
  { type: 'baremetal', name: 'other', endpoints: addresses('east') },
  { type: 'identity', name: 'keystone', endpoints: addresses('north') },
]
