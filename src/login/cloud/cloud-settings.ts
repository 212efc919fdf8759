import { err, ok, type Result } from 'neverthrow'
import type { CloudConfigError } from '../errors/cloud-config-error.js'
import type { EndpointChoice } from '../keystone/service-catalog.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { textOf } from './cloud-auth.js'
import { cloudProblem } from './cloud-problem.js'

/** The settings of a cloud besides its login. */
export interface CloudSettings {
  readonly choice: EndpointChoice
  readonly tls: TlsFiles
  readonly newestVersion: `1.${number}` | undefined
  readonly requestTimeoutMs: number | undefined
}

/** Paths as written in the file. */
export interface TlsFiles {
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly insecure: boolean
}

type Read<T> = Result<T, CloudConfigError>

/** The prefix of settings that apply to this service only. */
const SERVICE = 'baremetal'
const PREFIXES = [SERVICE, 'bare_metal']

export function readCloudSettings(cloud: ChosenCloud): Read<CloudSettings> {
  const { config } = cloud
  const newestVersion = versionOf(cloud)
  if (newestVersion.isErr()) return err(newestVersion.error)
  const requestTimeoutMs = timeoutOf(cloud)
  if (requestTimeoutMs.isErr()) return err(requestTimeoutMs.error)
  return ok({
    choice: {
      serviceType: ofService(cloud, 'service_type')?.text ?? SERVICE,
      serviceName: ofService(cloud, 'service_name')?.text,
      interfaces: interfacesOf(cloud),
      region: ofService(cloud, 'region_name')?.text ?? textOf(config['region_name']),
    },
    tls: tlsOf(cloud),
    newestVersion: newestVersion.value,
    requestTimeoutMs: requestTimeoutMs.value,
  })
}

/** Returns the URL of Ironic, if the cloud sets it. */
export function endpointOverride(cloud: ChosenCloud): WrittenText | undefined {
  return ofService(cloud, 'endpoint_override') ?? ofService(cloud, 'endpoint')
}

function interfacesOf({ config }: ChosenCloud): readonly string[] {
  const keys = [...PREFIXES.map((prefix) => `${prefix}_interface`), 'interface']
  const written = keys.map((key) => config[key]).find((value) => value !== undefined && value !== null)
  const names = Array.isArray(written) ? written.map(textOf) : [textOf(written)]
  const known = names.filter((name) => name !== undefined)
  return known.length === 0 ? ['public'] : known
}

function tlsOf({ config }: ChosenCloud): TlsFiles {
  const { verify, insecure } = config
  const isUnverified = saysNo(verify)
  // It may also name the authorities to trust, as in Python's requests.
  const authorities = isUnverified || saysYes(verify) ? undefined : textOf(verify)
  return {
    ca: textOf(config['cacert']) ?? authorities,
    cert: textOf(config['cert']),
    key: textOf(config['key']),
    insecure: saysYes(insecure) || isUnverified,
  }
}

function versionOf(cloud: ChosenCloud): Read<`1.${number}` | undefined> {
  const version = ofService(cloud, 'default_microversion') ?? impliedVersion(cloud)
  if (version === undefined || version.text === 'latest') return ok(undefined)
  if (/^1\.\d+$/.test(version.text)) return ok(version.text as `1.${number}`)
  return err(cloudProblem(cloud, version.key, 'must be a microversion such as "1.82".'))
}

/**
 * Returns the microversion as `openstack baremetal` reads it, also from `OS_BAREMETAL_API_VERSION`: `1` and `1.0`
 * mean the API as a whole.
 */
function impliedVersion(cloud: ChosenCloud): WrittenText | undefined {
  const version = ofService(cloud, 'api_version')
  return version !== undefined && /^\d+(\.0)?$/.test(version.text) ? undefined : version
}

/** The time-out is in seconds in a `clouds.yaml`. */
function timeoutOf(cloud: ChosenCloud): Read<number | undefined> {
  const text = textOf(cloud.config['api_timeout'])
  const timeout =
    ofService(cloud, 'timeout') ?? (text === undefined ? undefined : { key: 'api_timeout', text })
  if (timeout === undefined) return ok(undefined)
  const ms = Number(timeout.text) * 1000
  if (ms > 0 && Number.isFinite(ms)) return ok(ms)
  return err(
    cloudProblem(cloud, timeout.key, 'must be a number of seconds such as 30; correct or remove it.'),
  )
}

/** A text, and its key. */
interface WrittenText {
  readonly key: string
  readonly text: string
}

/** Returns a setting of this service only, by any of the service's names. */
function ofService({ config }: ChosenCloud, setting: string): WrittenText | undefined {
  for (const prefix of PREFIXES) {
    const key = `${prefix}_${setting}`
    const text = textOf(config[key])
    if (text !== undefined) return { key, text }
  }
  return undefined
}

function saysYes(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function saysNo(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}
