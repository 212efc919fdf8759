import type { SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const UUID = 'b3a06d3c-6a2e-4d0e-9d65-0c0fd8e7f8a1'
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const HASH = { image_os_hash_algo: 'sha256', image_os_hash_value: '0'.repeat(64) }

type Unfetchable = [source: string | number, fault: string, options?: Pick<SimulatorOptions, 'release'>]
const unfetchable: Unfetchable[] = [
  [
    'ftp://h/x',
    'Validation of image href ftp://h/x failed, reason: Image download protocol ftp is not supported.',
  ],
  ['web', 'Validation of image href web failed, reason: Scheme-less image href is not a UUID.'],
  [5, 'Unexpected error raised by RPC'],
  [
    'oci://h/x',
    'Validation of image href oci://h/x failed, reason: Image download protocol oci is not supported.',
    { release: '21.4' },
  ],
]

const refusals: readonly (readonly [deploy: string, info: object, reason: RegExp | null])[] = [
  ['direct', {}, /failed to validate deploy image info.*Missing are: \['instance_info\.image_source'\]$/],
  ['direct', { boot_iso: 'http://h/x.iso' }, /Missing are: \['instance_info\.image_source'\]$/],
  ['direct', { image_source: 'http://h/x' }, /^image_source's "image_checksum", or "image_os_hash_algo" and/],
  ['direct', { image_source: 'http://h/x', image_checksum: MD5 }, null],
  ['direct', { image_source: 'http://h/x', ...HASH }, null],
  ['direct', { image_source: 'file:///x' }, null],
  ['direct', { image_source: 'oci://h/x' }, null],
  ['direct', { image_source: UUID }, null],
  ['ansible', { image_source: 'http://h/x' }, null],
  ['custom-agent', {}, null],
  ['ramdisk', {}, /Missing are: \['instance_info\.kernel', 'instance_info\.ramdisk'\]$/],
  ['ramdisk', { boot_iso: 'http://h/x.iso' }, null],
  ['ramdisk', { kernel: 'http://h/k', ramdisk: 'http://h/r' }, null],
]

describe('an image', () => {
  it.each(unfetchable)(
    'of %j is refused on any hardware, by validation too',
    async (source, fault, options) => {
      const { simulator, call, provision } = rawIronic(options)
      const node = simulator.node({ name: 'web', instance_info: { image_source: source } }).available()
      expect(await call('GET', '/v1/nodes/web/validate')).toMatchObject({ status: 500, fault })
      expect(await provision('web', 'active')).toMatchObject({ status: 500, fault })
      expect(node.now).toMatchObject({
        provision_state: 'available',
        instance_info: { image_source: source },
      })
    },
  )

  it.each(refusals)('on redfish with %s: %j', async (deploy, info, reason) => {
    const { simulator, call, provision } = rawIronic({ hardware: 'redfish' })
    const given = { name: 'web', deploy_interface: deploy, instance_info: { ...info } }
    const node = simulator.node(given).available()
    const { json } = await call('GET', '/v1/nodes/web/validate')
    const verdict = (json as { deploy: { result: boolean; reason?: string } }).deploy
    const { status, fault } = await provision('web', 'active')
    expect(verdict.result).toBe(reason === null)
    expect(status).toBe(reason === null ? 202 : 400)
    if (reason === null) return
    expect(verdict.reason).toMatch(reason)
    expect(fault).toBe(
      `Failed to validate deploy or power info for node ${node.uuid}: ${String(verdict.reason)}`,
    )
  })

  it('needs no checksum on fake-hardware', async () => {
    const { simulator, provision } = rawIronic()
    simulator.node({ name: 'web', instance_info: { image_source: 'http://h/x' } }).available()
    expect(await provision('web', 'active')).toMatchObject({ status: 202 })
  })

  it('with a given type is fetched only when the deployment begins', async () => {
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
    const info = { image_source: 'ftp://h/x', image_type: 'whole-disk', image_checksum: MD5 }
    const node = simulator.node({ name: 'web', instance_info: info }).available()
    expect(await provision('web', 'active')).toMatchObject({ status: 202 })
    await clock.advance(60_000)
    expect(node.now.provision_state).toBe('deploy failed')
    expect(node.now.last_error).toContain('Image download protocol ftp is not supported.')
  })
})
