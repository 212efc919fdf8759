import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sent, ID, filesSent } from './support/sent-config-drive.js'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home'

describe('meta data', () => {
  it('describes the instance under the names that Nova images expect', async () => {
    const configDrive = {
      publicKeys: { mine: KEY, theirs: 'ssh-rsa AAAAB3Nz' },
      adminPassword: 'secret',
      metaData: { availability_zone: 'az1', meta: { role: 'web' } },
    }
    expect(await sent(configDrive, '1.115', { id: ID, name: 'web-1.example' })).toEqual({
      meta_data: {
        uuid: ID,
        name: 'web-1.example',
        hostname: 'web-1.example',
        public_keys: { mine: KEY, theirs: 'ssh-rsa AAAAB3Nz' },
        keys: [
          { name: 'mine', type: 'ssh', data: KEY },
          { name: 'theirs', type: 'ssh', data: 'ssh-rsa AAAAB3Nz' },
        ],
        admin_pass: 'secret',
        availability_zone: 'az1',
        meta: { role: 'web' },
      },
    })
  })

  it.each<[string, string, string | undefined]>([
    ['a name that is a host name', 'web-1', 'web-1'],
    ['a name with a space', 'the web server', undefined],
    ['a name with an underscore', 'web_1', undefined],
    ['a name with a dash at its end', 'web-', undefined],
  ])('derives a default host name for %s', async (_what, name, hostname) => {
    const drive = await sent({ userData: 'x' }, '1.115', { id: ID, name })
    expect(drive).toMatchObject({ meta_data: { name } })
    expect((drive as { meta_data: object }).meta_data).toEqual({
      uuid: ID,
      name,
      ...(hostname && { hostname }),
    })
  })

  it("lets the caller's values override the defaults", async () => {
    const metaData = { uuid: 'their-own', hostname: 'other', public_keys: { a: 'b' } }
    expect(await sent({ metaData }, '1.115', { id: ID, name: 'web-1' })).toEqual({
      meta_data: { ...metaData, name: 'web-1' },
    })
  })

  it.each([
    ['options', `restrict,from="10.0.0.0/8" ${KEY}`],
    ['an option with blanks and quotes in it', `command="echo \\"a b\\" # c",no-pty ${KEY}`],
    ['a certificate authority', `cert-authority,principals="ops, web" ${KEY}`],
    ['the option cert-authority alone', `cert-authority ${KEY}`],
    [
      'blanks and tabs between its parts',
      'restrict \t ssh-ed25519  \tAAAAC3NzaC1lZDI1NTE5AAAA\t me at  home',
    ],
    ['no comment', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQ= id'],
  ])('accepts a key with %s, as in authorized_keys', async (_what, key) => {
    expect(await sent({ publicKeys: [key] })).toMatchObject({ meta_data: { public_keys: { 'key-1': key } } })
  })

  it('numbers keys that have no names', async () => {
    expect(await sent({ publicKeys: [`${KEY}\n`] })).toMatchObject({
      meta_data: { public_keys: { 'key-1': KEY } },
    })
  })
})

describe('user data', () => {
  it('accepts a cloud-config document as an object', async () => {
    const cloudConfig = {
      packages: ['nginx'],
      note: 'a\u2028b\u0085c\u007f "ü" 😀',
      big: 1e21,
      small: 1.5e-7,
      n: 1,
    }
    expect(await sent({ userData: { cloudConfig } })).toMatchObject({
      user_data: [
        '#cloud-config',
        '{',
        '  "packages": [',
        '    "nginx"',
        '  ],',
        String.raw`  "note": "a\u2028b\u0085c\u007f \"ü\" 😀",`,
        '  "big": 1.0e+21,',
        '  "small": 1.5e-7,',
        '  "n": 1',
        '}',
        '',
      ].join('\n'),
    })
  })

  it('accepts several parts, each typed by its first line', async () => {
    const userData = {
      parts: [
        { content: { cloudConfig: { hostname: 'web-1' } } },
        { content: '#!/bin/sh\necho ü\n', filename: 'hello.sh' },
        { content: new Uint8Array([1, 2, 255]), type: 'application/octet-stream' },
      ],
    }
    const { user_data } = (await sent({ userData })) as { user_data: string }
    expect(user_data.split('\n')).toEqual([
      'Content-Type: multipart/mixed; boundary="=-ironic-driver-=="',
      'MIME-Version: 1.0',
      '',
      '--=-ironic-driver-==',
      'Content-Type: text/cloud-config; charset="utf-8"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="part-001"',
      '',
      Buffer.from('#cloud-config\n{\n  "hostname": "web-1"\n}\n').toString('base64'),
      '--=-ironic-driver-==',
      'Content-Type: text/x-shellscript; charset="utf-8"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="hello.sh"',
      '',
      Buffer.from('#!/bin/sh\necho ü\n').toString('base64'),
      '--=-ironic-driver-==',
      'Content-Type: application/octet-stream',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="part-003"',
      '',
      'AQL/',
      '--=-ironic-driver-==--',
      '',
    ])
  })

  it('accepts bytes and sends them in JSON when they are text', async () => {
    expect(await sent({ userData: Buffer.from('#!/bin/sh\necho ü\n') })).toMatchObject({
      user_data: '#!/bin/sh\necho ü\n',
    })
    const files = await filesSent({ userData: gzipSync('#!/bin/sh') })
    expect(Object.keys(files)).toEqual(['openstack/latest/meta_data.json', 'openstack/latest/user_data'])
  })
})
