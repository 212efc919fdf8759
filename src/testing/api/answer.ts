import { utf8Length } from '../../formats/utf8.js'
import type { TransportReply, TransportRequest } from '../../transport/transport.js'
import { SlowFault } from '../conductor/machine/controller-call.js'
import { settle } from '../conductor/settle.js'
import { isJsonObject, type JsonValue, setOwn } from '../json/json-value.js'
import { isPublicPath, type LoginCheck } from '../login/login-check.js'
import { authorizeRequest } from '../policy/authorize-request.js'
import { ApiFault } from '../refusals/api-fault.js'
import { faultBody } from '../refusals/fault-replies.js'
import { pythonRepr } from '../refusals/python-text.js'
import { serverHas } from '../world/server-features.js'
import type { World } from '../world/world.js'
import { findRoute } from './find-route.js'
import type { ApiReply, ApiRequest } from './framework/api-request.js'
import { jsonSyntaxRefusal } from './framework/json-syntax.js'
import { negotiate, type Negotiated } from './framework/microversion.js'
import { allowedMethods } from './framework/misplaced-request.js'

/** A reply, and what the sender must know about it. */
export interface Answer {
  readonly reply: TransportReply
  /** The refusal, if it is one. */
  readonly fault: ApiFault | undefined
  readonly afterMs: number
}

/** `[api] max_json_body_size`, and the limit for requests with a config drive. */
const MOST_BODY_BYTES = 1_048_576
const MOST_PROVISION_BYTES = 67_108_864

type Asked = Pick<TransportRequest, 'method' | 'path' | 'headers' | 'body'>

/** Returns the API's reply to a request now. Never throws. */
export function answer(world: World, request: Asked, login?: LoginCheck): Answer {
  const asked = { ...request, headers: inLowerCase(request.headers) }
  const { path, query } = splitPath(asked.path)
  const isModern = serverHas(world, 'requestIdEverywhere')
  let headers: Record<string, string> = {}
  let handled = false
  let routed = path
  let minor = 1
  const finish = (status: number, body: string, fault: ApiFault | undefined, afterMs = 0): Answer => {
    const id = `req-${world.requestIds.uuid()}`
    // When Ironic aborts, the server in front of it answers.
    if (fault?.form === 'none')
      return { reply: { status, headers: { 'content-type': 'text/plain' }, body: '' }, fault, afterMs }
    if (isModern) headers['x-openstack-request-id'] = id
    if (isModern || handled) headers['openstack-request-id'] = id
    if (body !== '') headers['content-type'] = 'application/json'
    return { reply: { status, headers, body: asked.method === 'HEAD' ? '' : body }, fault, afterMs }
  }
  try {
    settle(world)
    const refusal = refusalOfLogin(world, asked, login)
    if (refusal !== undefined) {
      headers = { ...refusal.headers }
      return finish(refusal.status, refusal.body, undefined)
    }
    requireSmallBody(asked, path)
    const version = versionOf(world, asked.headers, path)
    if (version.fault !== undefined) {
      headers = version.headers
      throw version.fault
    }
    minor = version.minor ?? 1
    const hadSuffix = isCut(world, asked.headers, path, minor)
    if (hadSuffix) routed = path.slice(0, -'.json'.length)
    const method = routedMethod(asked.method, routed)
    const { route, params } = findRoute({ world, path: routed, method, minor })
    handled = true
    // Older servers send no version headers at the root.
    if (isModern || path !== '/') headers = version.headers
    const apiRequest = requestOf(world, asked, routed, query, params, minor)
    const whole = { ...apiRequest, hadSuffix, caller: login?.callerOf?.(asked) }
    authorizeRequest(whole, route)
    const reply = route.handle(whole)
    if (reply.location !== undefined) headers['location'] = reply.location
    return finish(reply.status, textOf(reply), undefined, reply.afterMs)
  } catch (thrown) {
    const fault =
      thrown instanceof ApiFault ? thrown : new ApiFault(500, `The simulator failed: ${String(thrown)}`)
    // A refusal of the router has no version headers, even when it is found only here.
    if (fault.form === 'webob' && handled) [headers, handled] = [{}, false]
    if (fault.form === 'webob' && fault.status === 405 && fault.message === '')
      headers['allow'] = allowedMethods({ world, path: routed, minor })
    // At the roots the handler sets the version headers, and it was not reached.
    if (fault.status === 500 && (path === '/' || (!isModern && /^\/v1(\/\/|$)/.test(path)))) headers = {}
    return finish(fault.status, faultBody(fault), fault, fault instanceof SlowFault ? fault.afterMs : 0)
  }
}

function refusalOfLogin({ settings }: World, asked: Asked, login: LoginCheck | undefined) {
  const path = asked.path.split(/[?#]/, 1)[0] ?? ''
  if (login === undefined || isPublicPath(path, settings.maxMinor)) return undefined
  return login.refusalOf({ path, headers: asked.headers, publicUrl: publicUrlOf(asked) })
}

/**
 * Returns the version of a request. The root is not part of version 1: newer servers refuse there in a
 * handler, and older ones not at all.
 */
function versionOf(world: World, headers: Asked['headers'], path: string): Negotiated {
  const { settings } = world
  if (path !== '/') return negotiate(headers, settings)
  if (!serverHas(world, 'requestIdEverywhere')) return negotiate({}, settings)
  const version = negotiate(headers, settings)
  if (version.fault === undefined) return version
  return { ...version, fault: new ApiFault(version.fault.status, version.fault.message) }
}

function textOf({ body }: ApiReply): string {
  return body === undefined ? '' : JSON.stringify(body)
}

function splitPath(whole: string): { readonly path: string; readonly query: string } {
  const [rawPath, query] = splitOnce(whole.split('#', 1)[0] ?? '', '?')
  let trimmed = rawPath
  // trailing slashes do not count
  while (trimmed.length > 1 && trimmed.endsWith('/')) trimmed = trimmed.slice(0, -1)
  const isVersioned = /^\/?$|^\/v1(\.json)?$|^\/v1\//.test(trimmed)
  return { path: isVersioned ? trimmed || '/' : `/v1${trimmed}`, query }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

/** @see openstack/ironic `ironic/api/middleware/json_depth.py` */
function requireSmallBody({ body, headers }: Asked, path: string): void {
  if (body === undefined || !headers['content-type']?.includes('json')) return
  const most = path.endsWith('/states/provision') ? MOST_PROVISION_BYTES : MOST_BODY_BYTES
  if (body.length * 3 <= most || utf8Length(body) <= most) return
  throw new ApiFault(413, 'Request body is too large. Please contact the service administrator.', 'flat')
}

/**
 * Returns whether `.json` is removed from the path, a suffix that once chose the format of the reply. Newer
 * servers check only one header.
 *
 * @see openstack/ironic `ironic/api/middleware/json_ext.py`
 */
function isCut(world: World, headers: Asked['headers'], path: string, minor: number): boolean {
  if (!path.endsWith('.json') || minor >= SUFFIXES_UNTIL) return false
  if (world.settings.maxMinor < SUFFIXES_UNTIL) return true
  return headers['x-openstack-ironic-api-version'] !== undefined
}

const SUFFIXES_UNTIL = 91

/**
 * Returns the method for the router. Only the roots handle `HEAD`, and vendor methods, which accept any
 * method.
 */
function routedMethod(method: string, path: string): string {
  if (method !== 'HEAD') return method
  // The older root refuses by itself.
  if (path === '/' || path === '/v1' || path.startsWith('/v1//')) return 'GET'
  if (!/\/vendor_passthru(\/|$)/.test(path)) return method
  return path.endsWith('/methods') ? 'POST' : 'GET'
}

function requestOf(
  world: World,
  asked: Asked,
  path: string,
  query: string,
  params: Readonly<Record<string, string>>,
  minor: number,
): ApiRequest {
  const isJson = asked.headers['content-type']?.split(';', 1)[0]?.trim() === 'application/json'
  const args: Record<string, JsonValue> = { ...queryOf(query) }
  if (!serverHas(world, 'repeatedParameters')) refuseRepeated(path, args)
  let body: JsonValue | undefined
  if (asked.method === 'PUT' || asked.method === 'DELETE') {
    // pecan merges a PUT's JSON body into the handler's arguments, and ignores anything else.
    body = isJson ? parsed(asked.body) : undefined
    if (asked.method === 'PUT' && isJsonObject(body)) Object.assign(args, body)
  } else if (asked.body) {
    body = requireJson(asked.body)
  }
  const publicUrl = publicUrlOf(asked)
  return { world, method: asked.method, path, minor, params, args, body, publicUrl, hadSuffix: false }
}

function publicUrlOf({ headers }: Asked): string {
  return `http://${headers['host'] ?? 'ironic.test:6385'}`
}

function refuseRepeated(path: string, args: Readonly<Record<string, JsonValue>>): void {
  const hasShards = /^\/v1\/(?:nodes|ports)\b/.test(path)
  for (const name of hasShards ? ['fields', 'shard'] : ['fields'])
    if (Array.isArray(args[name]))
      throw new ApiFault(400, `Expected string for ${name}: ${pythonRepr(args[name])}`)
}

/** Returns the headers with lower-case names: case does not matter, on the wire or here. */
function inLowerCase(headers: Asked['headers']): Asked['headers'] {
  const names = Object.keys(headers)
  if (names.every((name) => name === name.toLowerCase())) return headers
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), headers[name] ?? '']))
}

function queryOf(query: string): Record<string, JsonValue> {
  const args: Record<string, JsonValue> = {}
  if (query === '') return args
  for (const [name, value] of new URLSearchParams(`&${query}`)) {
    const before = Object.hasOwn(args, name) ? args[name] : undefined
    const all = Array.isArray(before) ? [...before, value] : [before ?? null, value]
    setOwn(args, name, before === undefined ? value : all)
  }
  return args
}

function parsed(text: string | undefined): JsonValue | undefined {
  if (!text) return undefined
  try {
    return JSON.parse(withoutMark(text)) as JsonValue
  } catch {
    return undefined
  }
}

/** Refuses a body that is not JSON, on which handlers fail: 500 in the words of Python's parser. */
function requireJson(text: string): JsonValue {
  try {
    return JSON.parse(withoutMark(text)) as JsonValue
  } catch {
    throw new ApiFault(500, jsonSyntaxRefusal(text))
  }
}

/** Removes a byte order mark, by which Python recognizes UTF-8. */
const withoutMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text)
