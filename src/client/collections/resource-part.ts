import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import { noObject, readingArguments } from '../requests/argument-check.js'
import type { Need } from '../requests/missing-feature.js'
import { shape, type ReplyShape } from '../requests/reply-shape.js'

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
  /** The verb in errors and logs, if the request says more than the method's name. */
  readonly as?: string | undefined
  /** The path below the part. */
  readonly below?: readonly string[] | undefined
  /** Besides those of the part. */
  readonly needs?: readonly Need[] | undefined
  /** Besides those of the part. */
  readonly faults?: readonly Kind[] | undefined
}

/**
 * Sends a request to a part of a node.
 *
 * @inline
 */
export type PartCall<T, Kind extends SpecificFaultKind = never> = (
  node: string,
  options?: CallOptions,
) => ResultAsync<T, RequestErrorOr<Kind>>

/**
 * Sends a request with these arguments to a part of a node.
 *
 * @inline
 */
export type PartCallWith<Arguments extends readonly unknown[], T, Kind extends SpecificFaultKind = never> = (
  node: string,
  ...input: [...Arguments, options?: CallOptions]
) => ResultAsync<T, RequestErrorOr<Kind>>

/** Creates the methods of a part of a node, such as `/v1/nodes/{node}/traits`, or of another resource. */
export class ResourcePart<Kind extends SpecificFaultKind = never> {
  readonly #send: SendRequest
  readonly #facts: PartFacts<Kind>

  constructor(send: SendRequest, facts: PartFacts<Kind>) {
    this.#send = send
    this.#facts = facts
  }

  /** Returns a method that reads the part, or a path below it. */
  read<T>(
    verb: string,
    reply: ReplyShape<T>,
    facts: Pick<PartRequest<T, never>, 'below' | 'needs'> = {},
  ): PartCall<T, Kind> {
    return this.call(verb, { method: 'GET', safety: 'read', reply, ...facts })
  }

  /** Returns a method that reads one field of the reply. */
  readField<T>(
    verb: string,
    field: string,
    schema: z.ZodType,
    facts?: Pick<PartRequest<T, never>, 'below'>,
  ): PartCall<T, Kind> {
    const reply = shape<Readonly<Record<string, T>>>(z.looseObject({ [field]: schema }))
    const read = this.read(verb, reply, facts)
    return (owner, options) => read(owner, options).map((found) => found[field] as T)
  }

  /** Returns a method that always sends this request. */
  call<T = void, More extends SpecificFaultKind = never>(
    verb: string,
    request: PartRequest<T, More>,
  ): PartCall<T, Kind | NoInfer<More>> {
    return (owner, options) => this.send(verb, owner, request, options)
  }

  /**
   * Returns a method whose request, or refusal, follows from its argument.
   *
   * @param object - the name of the argument, if it must be an object: plain JavaScript may pass anything
   */
  callWith<Input, T = void, More extends SpecificFaultKind = never>(
    verb: string,
    requestFor: (input: Input) => PartRequest<T, More> | InvalidInputError,
    object?: string,
  ): PartCallWith<[input: Input], T, Kind | NoInfer<More>> {
    return (owner, input, options) => {
      const about = this.#about(verb, owner)
      const build = () =>
        (object === undefined ? undefined : noObject(object, input, about)) ?? requestFor(input)
      const request = readingArguments<ReturnType<typeof build>>(about, build, (problem) => problem)
      if (request instanceof InvalidInputError) return errAsync(request.within(about))
      return this.send(verb, owner, request, options)
    }
  }

  /** Sends a request. */
  send<T = void, More extends SpecificFaultKind = never>(
    verb: string,
    owner: string,
    { below = [], needs = [], faults = [], as = verb, ...request }: PartRequest<T, More>,
    options: CallOptions | undefined,
  ): ResultAsync<T, RequestErrorOr<Kind | NoInfer<More>>> {
    const facts = this.#facts
    return this.#send<T, Kind | NoInfer<More>>(
      {
        ...request,
        ...this.#about(as, owner),
        path: [facts.of, owner, ...facts.path, ...below],
        needs: [...(facts.needs ?? []), ...needs],
        faults: [...(facts.faults ?? []), ...faults],
      },
      options,
    )
  }

  /** Returns what every error of a call contains. */
  #about(verb: string, owner: string): Pick<ApiRequest<unknown>, 'operation' | 'node'> {
    const { name, of } = this.#facts
    return { operation: `${name}.${verb}`, node: of === 'nodes' ? owner : undefined }
  }
}
