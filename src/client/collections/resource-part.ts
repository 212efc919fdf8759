import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import type { Need } from '../requests/missing-feature.js'
import { shape, type ReplyShape } from '../requests/reply-shape.js'
import { textList } from './field-schemas.js'

/** What all requests to a part of a resource share. */
export interface PartFacts<Kind extends SpecificFaultKind> {
  /** Its name in `IronicClient`, for errors and logs. */
  readonly name: string
  readonly of: 'nodes' | 'runbooks' | 'drivers'
  /** The path below its owner. */
  readonly path: readonly string[]
  readonly needs?: readonly Need[] | undefined
  readonly faults?: readonly Kind[] | undefined
}

/** How one request differs from the others. */
export interface PartRequest<T, Kind extends SpecificFaultKind> extends Pick<
  ApiRequest<T, Kind>,
  'method' | 'query' | 'body' | 'safety' | 'reply'
> {
  /** The path below the part. */
  readonly below?: readonly string[] | undefined
  /** Besides those of the part. */
  readonly needs?: readonly Need[] | undefined
  /** Besides those of the part. */
  readonly faults?: readonly Kind[] | undefined
}

/** Sends requests to a part of a node, such as `/v1/nodes/{node}/traits`, or of another resource. */
export class ResourcePart<Kind extends SpecificFaultKind = never> {
  readonly #send: SendRequest
  readonly #facts: PartFacts<Kind>

  constructor(send: SendRequest, facts: PartFacts<Kind>) {
    this.#send = send
    this.#facts = facts
  }

  /** Reads the part, or a path below it. */
  read<T>(
    verb: string,
    owner: string,
    reply: ReplyShape<T>,
    options: CallOptions | undefined,
    facts: Pick<PartRequest<T, never>, 'below' | 'needs'> = {},
  ): ResultAsync<T, RequestErrorOr<Kind>> {
    return this.request(verb, owner, { method: 'GET', safety: 'read', reply, ...facts }, options)
  }

  /** Reads the list of texts under a key of the reply. */
  readTexts(
    verb: string,
    owner: string,
    key: string,
    options: CallOptions | undefined,
  ): ResultAsync<readonly string[], RequestErrorOr<Kind>> {
    const texts = shape<Readonly<Record<string, readonly string[]>>>(z.looseObject({ [key]: textList }))
    return this.read(verb, owner, texts, options).map((reply) => reply[key] ?? [])
  }

  /** Sends any other request. */
  request<T = void, More extends SpecificFaultKind = never>(
    verb: string,
    owner: string,
    { below = [], needs = [], faults = [], ...request }: PartRequest<T, More>,
    options: CallOptions | undefined,
  ): ResultAsync<T, RequestErrorOr<Kind | NoInfer<More>>> {
    const facts = this.#facts
    return this.#send<T, Kind | NoInfer<More>>(
      {
        ...request,
        ...this.about(verb, owner),
        path: [facts.of, owner, ...facts.path, ...below],
        needs: [...(facts.needs ?? []), ...needs],
        faults: [...(facts.faults ?? []), ...faults],
      },
      options,
    )
  }

  /** Returns what every error of a call contains. */
  about(verb: string, owner: string): Pick<ApiRequest<unknown>, 'operation' | 'node'> {
    const { name, of } = this.#facts
    return { operation: `${name}.${verb}`, node: of === 'nodes' ? owner : undefined }
  }
}
