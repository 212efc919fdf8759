import { IronicClient, type ApiVersion, type ClientError } from 'ironic-driver/client'
import type { Transport } from 'ironic-driver'
import { ok, type Result } from 'neverthrow'
import { isObject, type JsonValue } from '../comparison/json-value.js'
import type { ReadResource } from './read-resource.js'

export const REQUEST_ID = 'req-6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'

/** A client whose every request is answered with that body by a server of that version. */
function clientFor(body: JsonValue, version: ApiVersion): IronicClient {
  const versions = {
    'x-openstack-ironic-api-minimum-version': '1.1',
    'x-openstack-ironic-api-maximum-version': version,
  }
  const transport: Transport = {
    send: ({ path }) =>
      Promise.resolve(
        path === '/'
          ? ok({ status: 200, headers: versions, body: '{}' })
          : ok({
              status: 200,
              headers: { 'x-openstack-request-id': REQUEST_ID },
              body: JSON.stringify(body),
            }),
      ),
  }
  return new IronicClient({ transport, retryForMs: 0 })
}

/** Reads a body like the client, in full or with only these fields. */
export async function readAgain(
  resource: ReadResource,
  item: JsonValue,
  version: ApiVersion,
  fields?: readonly string[],
): Promise<Result<unknown, ClientError>> {
  const body = resource.within?.(item) ?? item
  return resource.read(clientFor(body, version), fields as readonly never[] | undefined, identOf(item))
}

/** The identifier in the request, as far as the reply shows it. */
function identOf(item: JsonValue): string {
  const { uuid, hostname, name } = isObject(item) ? item : {}
  const [ident] = [uuid, hostname, name].filter((value) => typeof value === 'string')
  return ident ?? /\/([^/"]+)","rel":"self"/.exec(JSON.stringify(item))?.[1] ?? 'x1'
}

/** The result that the client must return: the whole body. */
export function readValue({ within, readAs }: ReadResource, item: JsonValue): JsonValue {
  if (readAs !== undefined) return readAs(item)
  return within === undefined ? item : within(item)
}
