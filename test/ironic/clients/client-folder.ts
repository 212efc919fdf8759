import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { plainEnv, startDialogue } from '../fixture/contained-process.js'
import { readTail } from '../fixture/log-tail.js'
import { createRunFolder } from '../fixture/run-folder.js'

const programs = fileURLToPath(new URL('python', import.meta.url))

/** The clients of one Debian release, and a folder of their own in it. */
export interface ClientFolder {
  /** Returns, for example, `python3-openstacksdk 4.20.0-2`. */
  packageNamed(name: string): Promise<string>
  /** Starts one of the programs in `python/`, with a home folder of its own. */
  start(program: string, ...args: readonly string[]): Promise<ClientProgram>
}

export interface ClientProgram {
  /** Its output, one line of JSON at a time. */
  readonly answers: AsyncIterableIterator<string>
  tell(line: string): void
  stop(): Promise<void>
  /** Returns why there is no further output. */
  lastWords(): Promise<string>
}

let started = 0

export async function createClientFolder(root: string): Promise<ClientFolder> {
  const { inside, outside } = await createRunFolder(root)
  await cp(programs, join(outside, 'clients'), { recursive: true })
  return {
    async packageNamed(name) {
      const query = [root, 'dpkg-query', '-W', '-f', '${Package} ${Version}', name]
      return (await promisify(execFile)('chroot', query)).stdout
    },
    async start(program, ...args) {
      const home = `home-${String(++started)}`
      await mkdir(join(outside, home))
      const logFile = join(outside, `${home}.log`)
      const command = ['python3', `${inside}/clients/${program}`, ...args]
      const env = { ...plainEnv, HOME: `${inside}/${home}` }
      const dialogue = startDialogue({ command, root, env, logFile })
      return {
        answers: createInterface({ input: dialogue.stdout })[Symbol.asyncIterator](),
        tell: (line) => void dialogue.stdin.write(`${line}\n`),
        stop: () => dialogue.stop(),
        lastWords: () => readTail(logFile),
      }
    },
  }
}
