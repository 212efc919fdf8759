import { gunzipSync } from 'node:zlib'
import type { ConfigDrive, SpawnRequest } from 'ironic-driver'
import { expect } from 'vitest'
import { expectOk } from '../../../support/expect-result.js'
import { filesOf } from '../../../support/iso-reader.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

export const ID = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'

/** Returns the config drive that a spawn sends. */
export async function sent(
  configDrive: ConfigDrive,
  maxVersion = '1.115',
  instance: SpawnRequest['instance'] = { id: ID },
) {
  const { result, put } = await outcome(configDrive, maxVersion, instance)
  expectOk(result)
  return (JSON.parse(put ?? '{}') as { configdrive: Record<string, unknown> | string }).configdrive
}

export async function outcome(
  configDrive: ConfigDrive,
  maxVersion = '1.115',
  instance: SpawnRequest['instance'] = { id: ID },
) {
  const { simulator, driver, run } = simulatedSite({ maxVersion })
  const node = simulator.node().available()
  const result = await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { instance, configDrive })))
  const changes = simulator.requests.filter(({ method }) => method !== 'GET')
  return { result, changes, put: simulator.requests.find(({ method }) => method === 'PUT')?.body }
}

/** Returns the files of the image that is sent, after checking that all its directory trees agree. */
export async function filesSent(configDrive: ConfigDrive, maxVersion?: string) {
  const drive = await sent(configDrive, maxVersion)
  if (typeof drive !== 'string') throw new Error('It was sent as JSON.')
  const image = gunzipSync(Buffer.from(drive, 'base64'))
  expect(image.toString('latin1', 16 * 2048 + 40, 16 * 2048 + 48)).toBe('config-2')
  const files = filesOf(image, 'rock ridge')
  expect(filesOf(image, 'joliet')).toEqual(files)
  return files
}
