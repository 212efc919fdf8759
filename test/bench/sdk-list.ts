import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FIELDS, PAGE_SIZE } from './listed-nodes.js'

const PROGRAM = `
import sys, time, json, itertools
from importlib.metadata import version
try:
    import openstack
except ImportError:
    sys.exit(3)
endpoint, count, fields, page = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(','), int(sys.argv[4])
cloud = openstack.connection.Connection(auth_type='none', endpoint=endpoint, baremetal_endpoint_override=endpoint)
listed = lambda: sum(1 for _ in itertools.islice(cloud.baremetal.nodes(fields=fields, limit=page), count))
listed()
started = time.process_time()
if listed() != count: sys.exit('too few nodes')
print(json.dumps({'cpuMs': (time.process_time() - started) * 1000, 'version': version('openstacksdk')}))
`

/**
 * Lists nodes by openstacksdk, in the Python that the variable PYTHON names; Debian has it as `python3-openstacksdk`.
 * Returns `undefined` where it is not installed.
 */
export async function listBySdk(
  endpoint: string,
  count: number,
): Promise<{ readonly cpuMs: number; readonly version: string } | undefined> {
  const [command = 'python3', ...before] = (process.env['PYTHON'] ?? 'python3').split(' ')
  const args = [...before, '-c', PROGRAM, endpoint, String(count), FIELDS.join(','), String(PAGE_SIZE)]
  try {
    const { stdout } = await promisify(execFile)(command, args)
    return JSON.parse(stdout) as { cpuMs: number; version: string }
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 3 || code === 'ENOENT') return undefined
    throw error
  }
}
