import * as z from 'zod'

/** One endpoint of a service. */
export interface CatalogEndpoint {
  readonly interface: string
  readonly region: string | undefined
  readonly url: string
}

/** A service in Keystone's catalog. */
export interface CatalogService {
  readonly type: string
  readonly name: string | undefined
  readonly endpoints: readonly CatalogEndpoint[]
}

/** Which endpoint to use. */
export interface EndpointChoice {
  readonly serviceType: string
  readonly serviceName?: string | undefined
  /** In order of preference. */
  readonly interfaces: readonly string[]
  readonly region?: string | undefined
}

const endpoint = z.lazy(() =>
  z
    .object({
      interface: z.string(),
      region_id: z.string().nullish(),
      region: z.string().nullish(),
      url: z.string(),
    })
    .transform(({ interface: name, region_id: id, region, url }) => ({
      interface: name,
      region: id ?? region ?? undefined,
      url,
    })),
)

const service = z.lazy(() =>
  z
    .object({
      type: z.string(),
      name: z.string().optional().catch(undefined),
      endpoints: z.array(z.unknown()),
    })
    .transform(({ endpoints, ...rest }) => ({ ...rest, endpoints: understood(endpoints, endpoint) })),
)

/**
 * The catalog in the body of a token. A service or endpoint that cannot be parsed is left out: it belongs to another
 * service and must not keep Ironic from being found.
 */
export const serviceCatalog: z.ZodType<readonly CatalogService[]> = z.lazy(
  () =>
    z.array(z.unknown()).transform((services) => understood(services, service)) as z.ZodType<
      readonly CatalogService[]
    >,
)

function understood<T>(values: readonly unknown[], schema: z.ZodType<T>): readonly T[] {
  return values.flatMap((value) => {
    const checked = schema.safeParse(value)
    return checked.success ? [checked.data] : []
  })
}

/** All service types of Ironic. */
const BAREMETAL = ['baremetal', 'bare-metal']

/** Finds an endpoint by the first interface that the catalog has one for. */
export function findEndpoint(
  catalog: readonly CatalogService[],
  { serviceType, serviceName, interfaces, region }: EndpointChoice,
): string | undefined {
  const endpoints = namesOf(serviceType).flatMap((type) =>
    catalog
      .filter(
        (service) => service.type === type && (serviceName === undefined || service.name === serviceName),
      )
      .flatMap((service) => service.endpoints),
  )
  for (const wanted of interfaces) {
    // Some catalogs still use `publicURL`.
    const name = wanted.replace(/URL$/, '')
    const found = endpoints.find(
      (endpoint) =>
        endpoint.interface.replace(/URL$/, '') === name &&
        (region === undefined || endpoint.region === region),
    )
    if (found !== undefined) return found.url
  }
  return undefined
}

/** Lists what the catalog has instead, for a message: `baremetal (public in RegionOne, internal in RegionOne)`. */
export function describeCatalog(catalog: readonly CatalogService[], serviceType: string): string {
  const types = namesOf(serviceType)
  const services = catalog.filter(({ type }) => types.includes(type))
  if (services.length === 0) {
    const known = catalog.map(({ type }) => type)
    return known.length === 0 ? 'no services' : `only ${listed(known)}`
  }
  const places = services
    .flatMap(({ endpoints }) => endpoints)
    .map(({ interface: name, region }) => (region === undefined ? name : `${name} in ${region}`))
  return places.length === 0 ? `${serviceType} without an address` : `${serviceType} as ${listed(places)}`
}

const MOST_NAMES = 20
const LONGEST_NAME = 80

/** Lists each name once, and not more than a person will read. */
function listed(names: readonly string[]): string {
  const different = [...new Set(names)]
  const shown = different.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME))
  const left = different.length - shown.length
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`
}

/** Returns the requested name first, then the other names of the same service. */
function namesOf(serviceType: string): readonly string[] {
  return BAREMETAL.includes(serviceType)
    ? [serviceType, ...BAREMETAL.filter((name) => name !== serviceType)]
    : [serviceType]
}
