import type { SpawnRequest } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'

/** An Ironic in which operations are tested, and how a spawn chooses its node there. */
export interface MatrixWorld {
  readonly simulator: Omit<SimulatorOptions, 'clock'>
  readonly picks: 'named' | 'allocated' | 'listed'
  readonly spawn: Pick<SpawnRequest, 'vifs' | 'configDrive' | 'flavor'>
  /** Set for a world that only matters to operations that pick a node. */
  readonly onlyForPicking?: true
}

export const VIFS = ['7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11', '9b1f4f8e-1f0d-4b43-8f6e-2c0f6a1d2e22'] as const

const ONE_VIF = [{ id: VIFS[0] }]
const TWO_VIFS = VIFS.map((id) => ({ id }))
const DRIVE = { userData: '#cloud-config\n{}\n' }

/** By name, which is part of the ids of cases. */
export const MATRIX_WORLDS: Readonly<Record<string, MatrixWorld>> = {
  fake: { simulator: { hardware: 'fake-hardware' }, picks: 'named', spawn: { vifs: ONE_VIF } },
  redfish: {
    simulator: { hardware: 'redfish' },
    picks: 'named',
    spawn: {
      vifs: TWO_VIFS,
      configDrive: { ...DRIVE, networkData: 'from-vifs' },
      flavor: { traits: ['CUSTOM_GPU'] },
    },
  },
  old: {
    simulator: { hardware: 'redfish', release: '21.4' },
    picks: 'named',
    spawn: { vifs: ONE_VIF, configDrive: DRIVE },
  },
  slow: { simulator: { hardware: 'redfish', latencyMs: 40 }, picks: 'named', spawn: { vifs: ONE_VIF } },
  allocated: {
    simulator: { hardware: 'redfish' },
    picks: 'allocated',
    spawn: { vifs: TWO_VIFS, configDrive: DRIVE },
    onlyForPicking: true,
  },
  'old-allocated': {
    simulator: { hardware: 'fake-hardware', release: '21.4', latencyMs: 5 },
    picks: 'allocated',
    spawn: { vifs: ONE_VIF },
    onlyForPicking: true,
  },
  listed: {
    simulator: { hardware: 'redfish' },
    picks: 'listed',
    spawn: { vifs: ONE_VIF, flavor: { traits: ['CUSTOM_GPU'] } },
    onlyForPicking: true,
  },
  'slow-listed': {
    simulator: { hardware: 'redfish', latencyMs: 5 },
    picks: 'listed',
    spawn: { vifs: ONE_VIF, configDrive: DRIVE },
    onlyForPicking: true,
  },
}

/** @throws TypeError when no world has that name */
export function matrixWorld(name: string): MatrixWorld {
  const world = MATRIX_WORLDS[name]
  if (world === undefined)
    throw new TypeError(`Unknown world "${name}". Use one of ${Object.keys(MATRIX_WORLDS).join(', ')}.`)
  return world
}
