import { requestMedia, requireMedia } from '../../conductor/machine/virtual-media.js'
import { ApiFault, badRequest, notFound } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { readArguments, stringList } from '../framework/arguments.js'
import { checkBody, type FieldSchemas } from '../framework/field-schema.js'
import type { Route } from '../framework/route.js'
import { nodeSubresource } from './node-subresource.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVmediaController) */
export const NODE_VMEDIA_ROUTES: readonly Route[] = [
  ...nodeSubresource('vmedia', 89, { GET: getMedia, POST: attach, DELETE: detach }),
  ...nodeSubresource('vmedia/{device}', 89, { GET: getOne, DELETE: detachOne }),
]

const DEVICES = ['disk', 'cdrom', 'floppy']
const SOURCES = ['http', 'local', 'swift']
/** @see openstack/ironic `ironic/common/image_publisher.py` (VMEDIA_SUPPORTED_URL_SCHEMES) */
const SCHEMES = ['http', 'https', 'nfs', 'cifs', 'smb']

const SCHEMAS: FieldSchemas = {
  device_type: { kind: 'text', needed: true },
  image_url: { kind: 'text', needed: true },
  image_download_source: { kind: 'text', needed: true },
}

function getMedia(request: ApiRequest): ApiReply {
  const [unknown] = Object.keys(request.args)
  if (unknown !== undefined)
    throw new ApiFault(500, `NodeVmediaController.get() got an unexpected keyword argument '${unknown}'`)
  if (request.minor < 93) throw notFound('The resource could not be found.')
  return { status: 200, body: requireMedia(nodeOf(request)) }
}

function getOne(): never {
  throw new ApiFault(500, 'NodeVmediaController.get() takes 1 positional argument but 2 were given')
}

function attach(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const given = checkBody(request.body, SCHEMAS, ['device_type', 'image_url'], 'vmedia')
  const { device_type: device = null, image_url: url = null, image_download_source: source = 'local' } = given
  if (!DEVICES.includes(pythonText(device)))
    throw badRequest(`Schema error for vmedia: ${pythonRepr(device)} is not one of ${pythonRepr(DEVICES)}`)
  if (!SOURCES.includes(pythonText(source)))
    throw badRequest(`Schema error for vmedia: ${pythonRepr(source)} is not one of ${pythonRepr(SOURCES)}`)
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(pythonText(url))?.[1]?.toLowerCase() ?? ''
  if (!SCHEMES.includes(scheme)) throw badRequest(`Unsupported or missing URL scheme: ${scheme}`)
  requestMedia(nodeOf(request), 'attach', { device, url, source })
  return { status: 204 }
}

function detach(request: ApiRequest): ApiReply {
  const { device_types: devices } = readArguments(request.args, { device_types: stringList })
  return detachAll(request, devices)
}

/** Detaches the device that follows in the path. */
function detachOne(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  return detachAll(request, stringList('device_types', request.params['device'] ?? ''))
}

function detachAll(request: ApiRequest, devices: readonly string[] | undefined): ApiReply {
  const unknown = devices?.filter((device) => !DEVICES.includes(device)) ?? []
  if (unknown.length > 0)
    throw badRequest(`Invalid device type(s) ${unknown.join(', ')} (valid are ${DEVICES.join(', ')})`)
  requestMedia(nodeOf(request), 'detach', { devices: devices === undefined ? null : [...devices] })
  return { status: 204 }
}
