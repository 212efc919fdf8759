import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ok } from 'neverthrow'
import { chooseCloud } from '../../../src/login/cloud/choose-cloud.js'
import {
  readCloudConnection,
  type CloudConnection,
  type CloudLogin,
} from '../../../src/login/cloud/cloud-connection.js'
import { expandHome, readCloudFiles } from '../../../src/login/cloud/cloud-files.js'
import { identityRequest } from '../../../src/login/keystone/identity-request.js'
import { findEndpoint, serviceCatalog } from '../../../src/login/keystone/service-catalog.js'
import { withoutTrailingSlashes } from '../../../src/transport/trailing-slashes.js'
import { catalog, type CloudOutcome, type DescribedCloud } from './described-cloud.js'

/** Returns how `connect` reads a described cloud. */
export async function readAsWeDo(described: DescribedCloud): Promise<CloudOutcome> {
  const home = mkdtempSync(join(tmpdir(), 'ironic-driver-home-'))
  const before = process.cwd()
  try {
    const text = JSON.stringify(described).replaceAll('<home>', home)
    const outcome = await read(JSON.parse(text) as DescribedCloud, home)
    return JSON.parse(JSON.stringify(outcome).replaceAll(home, '<home>')) as CloudOutcome
  } finally {
    process.chdir(before)
    rmSync(home, { recursive: true })
  }
}

async function read(described: DescribedCloud, home: string): Promise<CloudOutcome> {
  const { files = {}, cloud, region } = described
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  mkdirSync(join(home, 'work'), { recursive: true })
  process.chdir(join(home, 'work'))
  const env = { HOME: home, ...described.env }
  const found = await readCloudFiles({ env })
  return found
    .andThen((known) => chooseCloud(known, { cloud, region, env }))
    .andThen(readCloudConnection)
    .andThen((connection) =>
      loginOf(connection.login).map((login) => outcomeOf(connection, login, (path) => expandHome(path, env))),
    )
    .match(
      (outcome) => outcome,
      (error) => ({ error: 'message' in error ? error.message : `${error.field} ${error.problem}` }),
    )
}

function loginOf(login: CloudLogin) {
  if (login.type === 'http_basic')
    return ok({ type: login.type, pair: `${login.username}:${login.password}` })
  if (login.type !== 'keystone') return ok({ ...login })
  const url = `${withoutTrailingSlashes(login.url).replace(/\/v3$/, '')}/v3/auth/tokens`
  return identityRequest(login.method, login.fields).map((body) => ({ type: login.type, url, body }))
}

function outcomeOf(
  { endpoint, choice, tls, newestVersion, requestTimeoutMs }: CloudConnection,
  login: Readonly<Record<string, unknown>>,
  expanded: (path: string) => string,
): CloudOutcome {
  const path = (written: string | undefined) => (written === undefined ? null : expanded(written))
  return {
    login,
    endpoint: endpoint ?? findEndpoint(serviceCatalog.parse(catalog), choice) ?? null,
    region: choice.region ?? null,
    insecure: tls.insecure,
    ca: tls.insecure ? null : path(tls.ca),
    cert: path(tls.cert),
    key: path(tls.key),
    microversion: newestVersion ?? null,
    timeout: requestTimeoutMs === undefined ? null : requestTimeoutMs / 1000,
  }
}
