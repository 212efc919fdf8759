import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runExample } from '../examples/run-example.js'
import { ironicRequest } from './fixture/ironic-request.js'
import { servers } from './servers.js'

/** Writes the twenty machines of the example, under names and addresses that no other run has. */
async function rackFile(folder: string): Promise<{ readonly file: string; readonly rack: string }> {
  const mine = randomBytes(2).toString('hex')
  const text = await readFile('examples/rack-to-running/rack.yaml', 'utf8')
  const rack = `rack-${mine}`
  const file = join(folder, `${rack}.yaml`)
  const address = `52:54:${mine.slice(0, 2)}:${mine.slice(2)}`
  await writeFile(file, text.replaceAll('rack-7', rack).replaceAll('52:54:00:70', address))
  return { file, rack }
}

describe.concurrent.each([...servers()])('$name', ({ url }) => {
  it('brings twenty machines from a file to running instances and back to nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-rack-'))
    try {
      const { file, rack } = await rackFile(folder)
      const end = await runExample('examples/rack-to-running.ts', {
        args: [file, '--yes'],
        env: { IRONIC_URL: url },
      })
      expect(end.stderr).toBe('')
      const turns = ['enrolled', 'inspected, cleaned and available', 'running', 'destroyed', 'removed']
      for (const turn of turns)
        expect(
          end.stdout.split('\n').filter((line) => /-\d\d: /.test(line) && line.endsWith(`: ${turn}`)),
        ).toHaveLength(20)
      expect(end.stdout).toContain(`${rack}: removed\n`)
      expect(end.stdout).toMatch(/^\d+ requests, 0 failures$/m)
      expect(end.code).toBe(0)

      const nodes = await ironicRequest<{ nodes: { name: string | null }[] }>(url, 'GET', '/v1/nodes')
      expect(nodes.nodes.filter(({ name }) => name?.startsWith(rack))).toEqual([])
      const { chassis } = await ironicRequest<{ chassis: { description: string | null }[] }>(
        url,
        'GET',
        '/v1/chassis',
      )
      expect(chassis.filter(({ description }) => description === rack)).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
