import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type { IronicClient, IronicClientOptions } from 'ironic-driver/client'
import type { Transport } from 'ironic-driver'
import { ok } from 'neverthrow'
import { median, report } from './measure.js'

const REQUESTS = 500
const ROUNDS = 201

interface ClientLibrary {
  readonly IronicClient: new (options: IronicClientOptions) => IronicClient
}

/** What the client does without any channel. */
const NO_CHANNELS = `
export const traceChannel = () => ({ trace: (_event, work) => work(undefined) })
export const noticeChannel = () => ({ publish: () => undefined })
export const errorIn = () => undefined`

/** Measures a read of a node with nobody subscribed, relative to a build in which the channels do nothing. */
export async function tracingBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-bench-'))
  try {
    const [traced, plain] = await Promise.all([
      loadClient(join(folder, 'traced.mjs'), []),
      loadClient(join(folder, 'plain.mjs'), [withoutChannels]),
    ])
    const [withTracing, without] = [await reader(traced), await reader(plain)]
    const samples: { readonly traced: number; readonly plain: number }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      // In turn, so that both meet the same noise; and each is the first of a pair as often.
      const early = round % 2 === 0 ? await cpuMs(without) : undefined
      const traced = await cpuMs(withTracing)
      samples.push({ traced, plain: early ?? (await cpuMs(without)) })
    }
    const microseconds = (of: 'traced' | 'plain') =>
      ((median(samples.map((one) => one[of])) * 1_000) / REQUESTS).toFixed(1)
    report(
      'read a node without subscribers / without channels',
      median(samples.map((one) => one.traced / one.plain)),
      `${microseconds('traced')} µs to ${microseconds('plain')} µs of processor time, without HTTP`,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

const withoutChannels: Plugin = {
  name: 'without-channels',
  setup(bundler) {
    bundler.onLoad({ filter: /tracing\/trace-channel\.ts$/ }, () => ({ contents: NO_CHANNELS, loader: 'js' }))
  },
}

async function loadClient(file: string, plugins: Plugin[]): Promise<ClientLibrary> {
  const { outputFiles } = await build({
    entryPoints: ['src/client/index.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Packages that are CommonJS need it.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
    plugins,
  })
  await writeFile(file, outputFiles[0]?.text ?? '')
  return (await import(pathToFileURL(file).href)) as ClientLibrary
}

/** Returns a function that reads a node many times, from a transport that answers at once. */
async function reader({ IronicClient }: ClientLibrary): Promise<() => Promise<void>> {
  const node = JSON.stringify({
    uuid: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123',
    name: 'x',
    provision_state: 'active',
  })
  const root = JSON.stringify({ default_version: { version: '1.115', min_version: '1.1' } })
  const canned: Transport = {
    send: ({ path }) => Promise.resolve(ok({ status: 200, headers: {}, body: path === '/' ? root : node })),
  }
  const client = new IronicClient({ transport: canned })
  const read = async () => {
    for (let count = 0; count < REQUESTS; count += 1) {
      const one = await client.nodes.get('x', { fields: ['uuid', 'name', 'provision_state'] })
      if (one.isErr()) throw one.error
    }
  }
  await read()
  return read
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
