import { execFile, spawn } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface PrometheusServer {
  /** Returns the value of each series of a query, by its labels without the ones that Prometheus adds. */
  query(query: string): Promise<readonly (readonly [Readonly<Record<string, string>>, number])[]>
  stop(): Promise<void>
}

interface QueryReply {
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[]
  }
}

/** Starts a Prometheus that scrapes one address each second, and keeps nothing when it stops. */
export async function startPrometheus(target: string): Promise<PrometheusServer> {
  const program = await findPrometheus()
  const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-prometheus-'))
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'service', static_configs: [{ targets: [target] }] }],
  }
  // JSON is YAML.
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config))
  const address = `127.0.0.1:${await freePort()}`
  const server = spawn(
    program,
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  )
  return {
    async query(query) {
      const reply = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`)
      const { data } = (await reply.json()) as QueryReply
      return data.result.map(({ metric: { __name__: _, instance: __, job: ___, ...labels }, value }) => [
        labels,
        Number(value[1]),
      ])
    },
    async stop() {
      const ended = once(server, 'exit')
      if (server.exitCode === null && server.kill()) await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The installed program, or that of Debian's package, which is unpacked into a folder: an installed one would start a service. */
async function findPrometheus(): Promise<string> {
  const cache = join(
    process.env['IRONIC_DRIVER_CACHE'] ?? join(homedir(), '.cache/ironic-driver'),
    'prometheus',
  )
  const unpacked = join(cache, 'usr/bin/prometheus')
  for (const path of ['/usr/bin/prometheus', unpacked]) if (await exists(path)) return path
  const downloads = await mkdtemp(join(tmpdir(), 'ironic-driver-download-'))
  await run('apt-get', ['download', 'prometheus'], { cwd: downloads }).catch(async () => {
    await run('apt-get', ['update'])
    await run('apt-get', ['download', 'prometheus'], { cwd: downloads })
  })
  const [file = ''] = await readdir(downloads)
  await mkdir(cache, { recursive: true })
  await run('dpkg-deb', ['--extract', join(downloads, file), cache])
  await rm(downloads, { recursive: true })
  return unpacked
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
