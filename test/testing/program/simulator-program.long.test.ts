import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'
import { afterAll, describe, it } from 'vitest'
import { runExample } from '../../examples/run-example.js'
import { startBundledProgram } from '../../support/bundled-program.js'

const LIMIT = { timeout: 60_000 }

const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

interface Program {
  readonly child: ChildProcess
  /** Returns all that it has printed, once that includes the text or the program has ended. */
  printed(text: string): Promise<string>
  ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

async function run(...args: readonly string[]): Promise<Program> {
  const child = await startBundledProgram('src/testing/program/ironic-simulator.ts', { args })
  started.push(child)
  let stdout = ''
  let stderr = ''
  let look = (): void => undefined
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    look()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return {
    child,
    ended,
    printed: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (stdout.includes(text)) resolve(stdout)
        }
        look()
        void ended.then(() => resolve(stdout))
      }),
  }
}

/** Returns the environment that the program prints for the baremetal command. */
function environmentIn(stdout: string): Record<string, string> {
  return Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/^'(.*)'$/, '$1'),
    ]),
  )
}

/** Runs the code that the program prints. */
async function codeIn(stdout: string, env: Readonly<Record<string, string>> = {}) {
  const [, code = ''] = /^node --input-type=module -e "\n(.+?)^"$/ms.exec(stdout) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-trial-'))
  try {
    await writeFile(join(folder, 'trial.mts'), code)
    return await runExample(join(folder, 'trial.mts'), { env })
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function nodesAt(url: string, headers: Record<string, string> = {}) {
  const version = { 'X-OpenStack-Ironic-API-Version': '1.82' }
  const reply = await fetch(`${url}/v1/nodes`, { headers: { ...version, ...headers } })
  if (!reply.ok) return reply.status
  const { nodes } = (await reply.json()) as { nodes: { name: string; provision_state: string }[] }
  return nodes.map(({ name, provision_state }) => `${name} ${provision_state}`)
}

describe.concurrent('npm run simulator', LIMIT, () => {
  it('serves some nodes, prints its address, and stops at Ctrl-C', async ({ expect }) => {
    const program = await run('--port', '0', '--nodes', '2', '--release', '21.4')
    const stdout = await program.printed('Press Ctrl-C to stop.')
    const { OS_AUTH_TYPE, OS_ENDPOINT = '' } = environmentIn(stdout)
    expect(stdout).toContain(`Simulated Ironic 21.4 at ${OS_ENDPOINT}\n`)
    expect(stdout).toContain('Nodes: metal-1, metal-2 (fake-hardware, available)\n')
    expect(OS_AUTH_TYPE).toBe('none')
    expect(await nodesAt(OS_ENDPOINT)).toEqual(['metal-1 available', 'metal-2 available'])
    program.child.kill('SIGINT')
    expect(await program.ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('prints code that deploys its first node and destroys it again', async ({ expect }) => {
    const program = await run('--port', '0', '--hardware', 'redfish', '--speed', '50')
    const stdout = await program.printed('Press Ctrl-C to stop.')
    expect(await codeIn(stdout)).toMatchObject({ code: 0, stderr: '' })
    expect(stdout).toContain('(redfish, available, 50 times as fast)\n')
    expect(await nodesAt(environmentIn(stdout)['OS_ENDPOINT'] ?? '')).toContain('metal-1 available')
  })

  it('prints code that logs in, too', async ({ expect }) => {
    const program = await run('--port', '0', '--keystone', '--user', 'demo', '--password', 'pass')
    const stdout = await program.printed('Press Ctrl-C to stop.')
    const { stdout: printed } = await codeIn(stdout, environmentIn(stdout))
    expect(printed).toMatch(/^web-1 is active$/m)
  })

  it('abbreviates a long list of nodes', async ({ expect }) => {
    const program = await run('--port', '0', '--nodes', '40')
    const stdout = await program.printed('Press Ctrl-C to stop.')
    expect(stdout).toContain('Nodes: metal-1, metal-2, … metal-40 (fake-hardware, available)\n')
  })

  it('requires a name and a password', async ({ expect }) => {
    const program = await run('--port', '0', '--nodes', '1', '--user', 'demo', '--password', "it's me")
    const stdout = await program.printed('Press Ctrl-C to stop.')
    expect(stdout).toContain('export OS_AUTH_TYPE=http_basic\n')
    expect(stdout).toContain("export OS_PASSWORD='it'\\''s me'\n")
    const { OS_ENDPOINT = '' } = environmentIn(stdout)
    expect(await nodesAt(OS_ENDPOINT)).toBe(401)
    const login = `Basic ${Buffer.from("demo:it's me").toString('base64')}`
    expect(await nodesAt(OS_ENDPOINT, { authorization: login })).toEqual(['metal-1 available'])
  })

  it('requires a token', async ({ expect }) => {
    const program = await run('--port', '0', '--nodes', '0', '--token', 's3cret')
    const {
      OS_AUTH_TYPE,
      OS_ENDPOINT = '',
      OS_TOKEN = '',
    } = environmentIn(await program.printed('Press Ctrl-C to stop.'))
    expect(OS_AUTH_TYPE).toBe('admin_token')
    expect(await nodesAt(OS_ENDPOINT)).toBe(401)
    expect(await nodesAt(OS_ENDPOINT, { 'x-auth-token': OS_TOKEN })).toEqual([])
  })

  it('requires a login at its own identity service', async ({ expect }) => {
    const program = await run('--port', '0', '--keystone', '--user', 'demo', '--password', 'pass')
    const env = environmentIn(await program.printed('Press Ctrl-C to stop.'))
    expect(env).toMatchObject({ OS_AUTH_TYPE: 'password', OS_USERNAME: 'demo', OS_PROJECT_NAME: 'service' })
    const reply = await fetch(`${env['OS_AUTH_URL'] ?? ''}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'demo', password: 'pass', domain: { name: 'Default' } } },
          },
        },
      }),
    })
    expect(reply.status).toBe(201)
  })

  it('prints its options', async ({ expect }) => {
    const { code, stdout } = await (await run('--help')).ended
    expect(code).toBe(0)
    for (const option of [
      'port',
      'host',
      'nodes',
      'release',
      'hardware',
      'speed',
      'seed',
      'user',
      'password',
      'token',
    ])
      expect(stdout).toContain(`--${option}`)
  })

  it.for([
    [['--nodes', 'many'], '--nodes must be a whole number from 0 to 10000, not "many".'],
    [['--release', '20'], /^--release must be one of 21\.4, .+, not "20"\.\n$/],
    [['--hardware', 'toaster'], '--hardware must be one of fake-hardware, redfish, not "toaster".'],
    [['--user', 'demo'], 'A login needs both --user and --password.'],
    [
      ['--token', 'x', '--keystone'],
      '--token excludes --user, --password and --keystone. Choose one kind of login.',
    ],
    [['--speed', '0'], '--speed must be a whole number from 1 to 1000, not "0".'],
    [['--prot', '1'], 'Unknown option `--prot`. Did you mean `--port`? --help lists the options.'],
    [['-p', '1'], /^Unknown option `-p`\. Known options: `--host`, `--port`, /],
    [['nodes'], "Unexpected argument 'nodes'. --help lists the options."],
  ] as const)('says in one sentence what is wrong with %j', async ([args, sentence], { expect }) => {
    const { code, stdout, stderr } = await (await run(...args)).ended
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr.split('\n')).toHaveLength(2)
  })

  it('says that the port is taken', async ({ expect }) => {
    const other = await serveSimulator(new IronicSimulator())
    const { port } = new URL(other.url)
    const { code, stderr } = await (await run('--port', port)).ended
    await other.close()
    expect(code).toBe(1)
    expect(stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another one with --port, or any free one with --port 0.\n`,
    )
  })
})
