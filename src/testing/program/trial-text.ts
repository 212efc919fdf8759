import type { ProgramLogin } from './program-options.js'
import { nodeName } from './start-program.js'

/** Returns a command for a POSIX shell or PowerShell that spawns on the first node and destroys it again. */
export function trialText(url: string, login: ProgramLogin): string {
  const driver =
    login.kind === 'none'
      ? [
          `import { createKyTransport, IronicDriver } from 'ironic-driver'`,
          `const driver = new IronicDriver({ transport: createKyTransport({ endpoint: '${url}' }) })`,
        ]
      : [
          `import { connect } from 'ironic-driver'`,
          `const connected = await connect({ env: process.env })`,
          `if (connected.isErr()) throw connected.error`,
          `const driver = connected.value`,
        ]
  return [
    'node --input-type=module -e "',
    ...driver,
    `const instance = { id: crypto.randomUUID(), name: 'web-1' }`,
    `const image = { source: 'http://images.example/web.qcow2', checksum: 'sha256:' + '0'.repeat(64) }`,
    `const onProgress = (now) => console.log(now.provision_state, now.step ?? '')`,
    `const spawned = await driver.provisioning.spawn({ instance, image, node: '${nodeName(1)}' }, { onProgress })`,
    `console.log(spawned.isOk() ? 'web-1 is active' : spawned.error.message)`,
    `await driver.provisioning.destroy({ instance: instance.id }, { onProgress })`,
    '"',
  ].join('\n')
}
