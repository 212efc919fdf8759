import { ApiFault } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { SimulatorSettings } from '../../world/simulator-settings.js'

const VERSION_HEADER = 'x-openstack-ironic-api-version'
const MIN_HEADER = 'x-openstack-ironic-api-minimum-version'
const MAX_HEADER = 'x-openstack-ironic-api-maximum-version'

type Headers = Readonly<Record<string, string>>

export interface Negotiated {
  /** The version of the reply; `undefined` when `fault` refuses the request. */
  readonly minor: number | undefined
  readonly fault: ApiFault | undefined
  readonly headers: Record<string, string>
}

/**
 * Returns the version that the client wants: from the standard header, else from the old one, else 1.1.
 *
 * @see openstack/ironic `ironic/api/controllers/base.py` and `ironic/api/controllers/v1/__init__.py`
 */
export function negotiate(headers: Headers, settings: SimulatorSettings): Negotiated {
  const { minMinor, maxMinor } = settings
  const range = { [MIN_HEADER]: `1.${minMinor}`, [MAX_HEADER]: `1.${maxMinor}` }
  const asked = askedVersion(headers, serverHas({ settings }, 'standardVersionHeader')) ?? `1.${minMinor}`
  const text = asked.toLowerCase() === 'latest' ? `1.${maxMinor}` : asked
  const [, majorText, minorText] = /^([+-]?\d+)\.([+-]?\d+)$/.exec(text.trim()) ?? []
  if (majorText === undefined || minorText === undefined)
    return refused('Invalid value for X-OpenStack-Ironic-API-Version header', {})
  const [major, minor] = [Number(majorText), Number(minorText)]
  const supported = `The supported version range is: [1.${minMinor}, 1.${maxMinor}].`
  if (major !== 1)
    return refused(
      `Mutually exclusive versions requested. Version ${major}.${minor} requested but not supported by this ` +
        `service. ${supported}`,
      range,
    )
  if (minor < minMinor || minor > maxMinor)
    return refused(
      `Version ${major}.${minor} was requested but the minor version is not supported by this service. ${supported}`,
      range,
    )
  return { minor, fault: undefined, headers: { ...range, [VERSION_HEADER]: `1.${minor}` } }
}

function askedVersion(headers: Headers, readsStandard: boolean): string | undefined {
  const standard = readsStandard ? headers['openstack-api-version'] : undefined
  for (const part of standard?.split(',') ?? []) {
    const [service, version] = part.trim().split(/\s+/)
    if (service?.toLowerCase() === 'baremetal' && version !== undefined) return version
  }
  const said = headers[VERSION_HEADER]
  return readsStandard ? said?.split(',').at(-1)?.trim() || undefined : said
}

function refused(text: string, headers: Record<string, string>): Negotiated {
  return { minor: undefined, fault: new ApiFault(406, text, 'webob'), headers }
}
