import { err, ok, type Result } from 'neverthrow'
import type { Environment } from '../http/environment.js'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import { absolutePath, homeFolder, joinPath, readTextFile, settingsFolders } from '../../platform/files.js'
import { isCloudMap, type CloudMap } from './cloud-value.js'

/** Where to look for the files. */
export interface CloudPlaces {
  readonly env: Environment
  /** A `clouds.yaml` to read instead of searching for one. */
  readonly configFile?: string | undefined
}

export interface CloudFile {
  readonly path: string
  readonly content: CloudMap
}

/** The three files that describe clouds. Each may be missing. */
export interface CloudFiles {
  readonly clouds: CloudFile | undefined
  readonly secure: CloudFile | undefined
  readonly vendors: CloudFile | undefined
}

const SUFFIXES = ['.yaml', '.yml', '.json']

/**
 * Reads the first `clouds.yaml`, `secure.yaml` and `clouds-public.yaml` found where openstacksdk looks: the working
 * folder, the user's configuration, the system's. `OS_CLIENT_CONFIG_FILE` and `OS_CLIENT_SECURE_FILE` come first.
 *
 * @see openstack/openstacksdk `openstack/config/loader.py`
 */
export async function readCloudFiles(places: CloudPlaces): Promise<Result<CloudFiles, CloudConfigError>> {
  const { env, configFile } = places
  const clouds =
    configFile === undefined
      ? await firstFile([...given(env['OS_CLIENT_CONFIG_FILE']), ...searched('clouds', env)])
      : await requiredFile(configFile, env)
  if (clouds.isErr()) return err(clouds.error)
  const secure = await firstFile([...given(env['OS_CLIENT_SECURE_FILE']), ...searched('secure', env)])
  if (secure.isErr()) return err(secure.error)
  const vendors = await firstFile(searched('clouds-public', env))
  if (vendors.isErr()) return err(vendors.error)
  return ok({ clouds: clouds.value, secure: secure.value, vendors: vendors.value })
}

/** Expands `~` in a path as a shell does. */
export function expandHome(path: string, env: Environment): string {
  return absolutePath(path === '~' || path.startsWith('~/') ? joinPath(home(env), path.slice(1)) : path)
}

function searched(name: string, env: Environment): string[] {
  const userConfig = env['XDG_CONFIG_HOME'] || joinPath(home(env), '.config')
  const folders = [
    '.',
    joinPath(userConfig, 'openstack'),
    joinPath(home(env), '.config', 'openstack'),
    ...settingsFolders().map((folder) => joinPath(home(env), folder, 'openstack')),
    '/etc/xdg/openstack',
    '/etc/openstack',
  ]
  return folders.flatMap((folder) => SUFFIXES.map((suffix) => absolutePath(joinPath(folder, name + suffix))))
}

function home(env: Environment): string {
  return env['HOME'] || homeFolder()
}

function given(path: string | undefined): string[] {
  return path === undefined || path === '' ? [] : [path]
}

async function requiredFile(path: string, env: Environment): Promise<Result<CloudFile, CloudConfigError>> {
  const file = expandHome(path, env)
  const found = await firstFile([file])
  if (found.isErr()) return err(found.error)
  if (found.value !== undefined) return ok(found.value)
  return err(new CloudConfigError('cannot be read; pass the path of a clouds.yaml.', { file }))
}

/** Skips a file that is missing or not readable, but not one that cannot be parsed. */
async function firstFile(paths: readonly string[]): Promise<Result<CloudFile | undefined, CloudConfigError>> {
  for (const path of paths) {
    const text = await readTextFile(path)
    if (text === undefined) continue
    return (await parse(path, text)).map((content) => ({ path, content }))
  }
  return ok(undefined)
}

async function parse(path: string, text: string): Promise<Result<CloudMap, CloudConfigError>> {
  // Imported here because most services connect without a file.
  const { parseDocument, visit } = await import('yaml')
  // Parsed as openstacksdk does: `<<` merges, and `no` is false.
  const document = parseDocument(text, { prettyErrors: false, version: '1.1' })
  const [problem] = document.errors
  if (problem !== undefined) {
    // Only the line number: the parser's message quotes the line, which may hold a password.
    const line = text.slice(0, problem.pos[0]).split('\n').length
    return err(
      new CloudConfigError(`line ${line} is not YAML (${problem.code}); correct it.`, { file: path }),
    )
  }
  visit(document, {
    Scalar: (_, scalar) => {
      // A password of digits is a text, and microversion 1.80 is not 1.8: keep the value as it was written.
      if (isNumberOrDate(scalar.value)) scalar.value = scalar.source ?? scalar.value
    },
  })
  const content = contentOf(document)
  if (content instanceof Error)
    return err(
      new CloudConfigError(
        'has an alias (`*name`) that cannot be followed; correct it, and quote a text that begins with `*`.',
        { file: path },
      ),
    )
  if (content === null || content === undefined) return ok({})
  if (isCloudMap(content)) return ok(content)
  return err(new CloudConfigError('must be a mapping with the key `clouds`.', { file: path }))
}

function isNumberOrDate(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Date
}

/** Hides the parser's error, which quotes the alias: it may be an unquoted password. */
function contentOf(document: { toJS: () => unknown }): unknown {
  try {
    return document.toJS()
  } catch {
    return new Error('the aliases cannot be followed')
  }
}
