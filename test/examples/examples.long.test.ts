import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { projectRoot, runExample } from './run-example.js'

/** The output of each example on the simulator. */
const PRINTED: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'spawn-and-destroy.ts': ['web-1 is on node metal-1, which is active (deployed).', 'web-1 is destroyed.'],
  'power-cycle-a-node.ts': ['metal-1: power on', 'metal-1: power was cut', 'metal-1: power on'],
  'follow-progress.ts': [
    /^\d s: deploying, /,
    /^\d s: (deploying|wait call-back), deploy\.write_image, power on$/,
    'not done: aborted',
    'the instance is was_gone',
  ],
  'handle-every-error.ts': [
    'taken: take another node (node_taken)',
    'in-repair: take another node (node_not_ready)',
    'bad-image: tell the user; a retry does not help (transition_failed)',
    'bad-disk: take another node (transition_failed)',
    'no-such-node: tell the user; a retry does not help (node_not_found)',
    'taken: the field image.checksum is wrong',
  ],
  'write-your-own-transport.ts': [
    'metal-1: available',
    'metal-2: available',
    /^There is no answer from http:\/\/127\.0\.0\.1:\d+\. \(network_failure, retry_later\)$/,
  ],
  'test-your-service-with-the-simulator.ts': [
    /takes the next node when one fails, and leaves nothing on the failed one/,
    /deploys only once when the reply to the deployment is lost/,
    /pass 2$/,
    /fail 0$/,
  ],
  'resume-after-a-crash.ts': [
    'first process: deployed, then it dies',
    'second process: joined',
    'third process: was_there',
    'deployments: 1',
    'destroyed',
  ],
  'config-drive.ts': [
    'web-1:',
    '    "hostname": "web-1",',
    '  "user_data": "#cloud-config\\n{\\n  \\"packages\\": [\\n    \\"nginx\\"\\n  ],\\n  \\"runcmd\\": [\\n    [\\n      \\"systemctl\\",\\n      \\"enable\\",\\n      \\"--now\\",\\n      \\"nginx\\"\\n    ]\\n  ]\\n}\\n",',
    /^ {8}"ethernet_mac_address": "52:/,
    '        "mtu": 9000,',
    '        "ip_address": "192.0.2.7",',
    'web-2:',
    /^an image of \d+ base64 characters$/,
  ],
  'pick-machines.ts': ['web-1: active', 'web-2: active', 'web-3: active', 'all destroyed'],
  'claim-a-machine.ts': [
    'claimed: metal-1',
    'claimed: metal-1',
    'no_node_of_class',
    'released: deleted',
    'released: was_gone',
  ],
  'rack-to-running.ts': [
    'rack-7-01: enrolled',
    'rack-7-20: enrolled',
    /^rack-7-\d\d: inspected, cleaned and available$/,
    'rack-7-20: running',
    'rack-7-20: destroyed',
    'rack-7: removed',
    /^\d+ requests, 0 failures$/,
    'left behind: 0, 0, 0, 0',
  ],
  'watch-the-fleet.ts': [
    'metal-1: added',
    'metal-2: added',
    'metal-1: maintenance',
    'stopped watching',
    'metal-2: capabilities is not of the form key:value: oops',
  ],
  'attach-a-network.ts': [
    'attach: attached',
    'attach: was_there',
    /^networks of metal-1: [0-9a-f-]{36}$/,
    'detach: done',
    'detach: done',
    'networks of metal-1: none',
  ],
}

const NEED_YES = [
  'spawn-and-destroy.ts',
  'follow-progress.ts',
  'resume-after-a-crash.ts',
  'pick-machines.ts',
  'rack-to-running.ts',
]

describe.concurrent('examples', () => {
  test('are all tested', ({ expect }) => {
    const files = readdirSync(join(projectRoot, 'examples')).filter((name) => name.endsWith('.ts'))
    expect(files.toSorted()).toEqual([...Object.keys(PRINTED), 'fleet-demo.ts'].toSorted())
  })

  for (const [file, printed] of Object.entries(PRINTED))
    test(`${file} prints the expected lines`, { timeout: 60_000 }, async ({ expect }) => {
      const end = await runExample(`examples/${file}`)
      expect(end).toMatchObject({ code: 0, stderr: '' })
      expectLines(end.stdout, printed)
    })

  test('one of them runs from its sources by tsx, as its page says', { timeout: 60_000 }, async () => {
    const args = ['--import', 'tsx', 'examples/spawn-and-destroy.ts']
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectRoot })
    expectLines(stdout, PRINTED['spawn-and-destroy.ts'] ?? [])
  })

  for (const file of NEED_YES)
    test(`${file} touches no real node without --yes`, { timeout: 60_000 }, async ({ expect }) => {
      const end = await runExample(`examples/${file}`, {
        args: ['metal-1'],
        env: { IRONIC_URL: 'http://127.0.0.1:1' },
      })
      expect(end).toMatchObject({ code: 2, stdout: '' })
      expect(end.stderr).toMatch(
        /^This would erase the disks? of .* metal-1\. Add --yes after the \w+ to do it\.\n$/,
      )
    })
})

/** Expects these lines in this order, with any others between them. */
function expectLines(stdout: string, wanted: readonly (string | RegExp)[]): void {
  const lines = stdout.split('\n')
  let from = 0
  for (const one of wanted) {
    const at = lines.findIndex(
      (line, index) => index >= from && (typeof one === 'string' ? line === one : one.test(line)),
    )
    expect(at, `no line ${String(one)} in its place in:\n${stdout}`).toBeGreaterThanOrEqual(from)
    from = at + 1
  }
}
