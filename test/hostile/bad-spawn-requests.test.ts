import { describe, expect, it } from 'vitest'
import { image, vif, node, throwing, instance, outcomeOf, VERBS, request } from './support/bad-input.js'

const endless: Record<string, unknown> = {}
endless['self'] = endless

describe.each(['provisioning.spawn', 'provisioning.plan', 'provisioning.requestSpawn'] as const)(
  '%s',
  (name) => {
    it.each<[string, object, string]>([
      ['no image', { image: undefined }, 'image'],
      ['an image with neither source nor boot media', { image: {} }, 'image'],
      ['an image of null', { image: null }, 'image'],
      ['a source that is no URL', { image: { source: 'web.qcow2' } }, 'image.source'],
      ['a checksum of the wrong length', { image: { ...image, checksum: 'sha256:abcd' } }, 'image.checksum'],
      ['an unknown algorithm', { image: { ...image, checksum: `crc32:${'a'.repeat(8)}` } }, 'image.checksum'],
      [
        'an algorithm off the prototype',
        { image: { ...image, checksum: 'constructor:ab' } },
        'image.checksum',
      ],
      ['a bare checksum of no hash', { image: { ...image, checksum: 'abcdef' } }, 'image.checksum'],
      ['a kernel without a ramdisk', { image: { kernel: 'http://i/k' } }, 'image.ramdisk'],
      ['a ramdisk without a kernel', { image: { ramdisk: 'http://i/r' } }, 'image.kernel'],
      ['a source and an ISO', { image: { ...image, bootIso: 'http://i/x.iso' } }, 'image.bootIso'],
      [
        'a checksum of an ISO',
        { image: { bootIso: 'http://i/x.iso', checksum: image.checksum } },
        'image.checksum',
      ],
      ['an unknown image type', { image: { ...image, type: 'raid' } }, 'image.type'],
      ['a VIF twice', { vifs: [vif, vif] }, 'vifs.1.id'],
      ['a port and a port group', { vifs: [{ ...vif, port: node, portGroup: node }] }, 'vifs.0.portGroup'],
      ['a VIF without an id', { vifs: [{}] }, 'vifs.0.id'],
      ['a VIF with a path for an id', { vifs: [{ id: 'a/b' }] }, 'vifs.0.id'],
      ['VIFs that are no list', { vifs: vif }, 'vifs'],
      ['half a gigabyte', { flavor: { rootGb: 0.5 } }, 'flavor.rootGb'],
      ['a swap below zero', { flavor: { swapMb: -1 } }, 'flavor.swapMb'],
      ['a trait in lower case', { flavor: { traits: ['gpu'] } }, 'flavor.traits.0'],
      [
        'a capability that is no text',
        { flavor: { capabilities: { secure_boot: true } } },
        'flavor.capabilities.secure_boot',
      ],
      ['an empty config drive', { configDrive: {} }, 'configDrive'],
      ['a config drive of no bytes', { configDrive: new Uint8Array() }, 'configDrive'],
      ['a config drive that is not gzipped', { configDrive: new Uint8Array([1, 2, 3]) }, 'configDrive'],
      ['a config drive that is plain text', { configDrive: '#cloud-config\n' }, 'configDrive'],
      ['a config drive of null', { configDrive: null }, 'configDrive'],
      ['a misspelt part of a config drive', { configDrive: { user_data: 'x' } }, 'configDrive.user_data'],
      ['user data that is no text', { configDrive: { userData: { a: 1 } } }, 'configDrive.userData'],
      ['half a character', { configDrive: { userData: '\ud83d' } }, 'configDrive.userData'],
      ['no part of user data', { configDrive: { userData: { parts: [] } } }, 'configDrive.userData.parts'],
      [
        'a part of user data that tells no type',
        { configDrive: { userData: { parts: [{ content: 'hello' }] } } },
        'configDrive.userData.parts.0.type',
      ],
      [
        'a part of user data with a name that ends its header',
        { configDrive: { userData: { parts: [{ content: '#!', filename: 'a"\nX: y' }] } } },
        'configDrive.userData.parts.0.filename',
      ],
      [
        'cloud-config that is no object',
        { configDrive: { userData: { cloudConfig: 'x' } } },
        'configDrive.userData.cloudConfig',
      ],
      [
        'cloud-config and parts',
        { configDrive: { userData: { cloudConfig: {}, parts: [{ content: '#!' }] } } },
        'configDrive.userData.cloudConfig',
      ],
      ['a private key', { configDrive: { publicKeys: ['-----BEGIN KEY-----'] } }, 'configDrive.publicKeys.0'],
      [
        'a key with an open quote in its options',
        { configDrive: { publicKeys: ['from="10.0.0.0/8 ssh-rsa AAAA'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'a comment of authorized_keys',
        { configDrive: { publicKeys: ['# ssh-rsa and the like'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'options without a key',
        { configDrive: { publicKeys: ['restrict,no-pty'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'two keys in one',
        { configDrive: { publicKeys: { a: 'ssh-rsa AAAA\nssh-rsa BBBB' } } },
        'configDrive.publicKeys.a',
      ],
      ['a host name with a space', { configDrive: { hostname: 'a b' } }, 'configDrive.hostname'],
      ['an empty password', { configDrive: { adminPassword: '' } }, 'configDrive.adminPassword'],
      [
        'a host name twice',
        { configDrive: { hostname: 'a', metaData: { hostname: 'b' } } },
        'configDrive.metaData.hostname',
      ],
      ['network data that is a text', { configDrive: { networkData: 'vifs' } }, 'configDrive.networkData'],
      [
        'network data of VIFs without any',
        { configDrive: { networkData: 'from-vifs' } },
        'configDrive.networkData',
      ],
      ['networks of VIFs that nobody reads', { vifs: [{ ...vif, network: {} }] }, 'vifs.0.network'],
      [
        'a relative path of a file',
        { configDrive: { files: [{ path: 'etc/motd', contents: '' }] } },
        'configDrive.files.0.path',
      ],
      [
        'a path that leads upwards',
        { configDrive: { files: [{ path: '/etc/../root/x', contents: '' }] } },
        'configDrive.files.0.path',
      ],
      [
        'a file twice',
        {
          configDrive: {
            files: [
              { path: '/a', contents: '' },
              { path: '/a', contents: '' },
            ],
          },
        },
        'configDrive.files.1.path',
      ],
      [
        'a file of cloud-config',
        { configDrive: { files: [{ path: '/a', contents: { cloudConfig: {} } }] } },
        'configDrive.files.0.contents',
      ],
      ['a URL with a space', { configDrive: 'http://drives/a b' }, 'configDrive'],
      ['base64 of something else', { configDrive: Buffer.from('hello').toString('base64') }, 'configDrive'],
      ['metadata that ends in itself', { configDrive: { metaData: endless } }, 'configDrive.metaData.self'],
      ['metadata with a big integer', { configDrive: { metaData: { id: 1n } } }, 'configDrive.metaData.id'],
      ['metadata with a function', { configDrive: { metaData: { f: () => 1 } } }, 'configDrive.metaData.f'],
      ['metadata with a map', { configDrive: { metaData: { m: new Map() } } }, 'configDrive.metaData.m'],
      [
        'metadata with no number',
        { configDrive: { metaData: { n: [Number.NaN] } } },
        'configDrive.metaData.n.0',
      ],
      ['a deep getter that throws', { configDrive: { metaData: { deep: throwing('x') } } }, 'input'],
      ['a big integer for Ironic', { instanceInfo: { note: 1n } }, 'instanceInfo.note'],
      ['a key that is set elsewhere', { instanceInfo: { image_source: 'x' } }, 'instanceInfo.image_source'],
      ['hints that are no object', { flavor: { rootDevice: 'sda' } }, 'flavor.rootDevice'],
      [
        'a deploy step with a big integer',
        { deploySteps: [{ interface: 'bios', step: 's', args: { a: 1n }, priority: 1 }] },
        'deploySteps.0.args.a',
      ],
      [
        'a deploy step without a priority',
        { deploySteps: [{ interface: 'bios', step: 's', args: {} }] },
        'deploySteps.0.priority',
      ],
      ['a nameless instance', { instance: { id: instance, name: '' } }, 'instance.name'],
    ])('refuses %s', async (_what, part, field) => {
      const error = await outcomeOf((driver) =>
        VERBS[name].call(driver, { ...request, ...part } as never, undefined as never),
      )
      expect(error).toMatchObject({ kind: 'invalid_input', field, operation: name })
    })
  },
)
