/** A page of the site, in the order in which a reader meets it. */
export interface SectionPage {
  /** Its path under `docs`, without `.md`. */
  readonly path: string
  /** Its name in the navigation; its first heading where absent. */
  readonly text?: string
}

/** A part of the site: a group of the sidebar. */
export interface Section {
  readonly text: string
  /** The folder whose other pages follow those in `pages`, by name. */
  readonly folder: string
  readonly pages: readonly SectionPage[]
}

const page = (path: string, text?: string): SectionPage => (text === undefined ? { path } : { path, text })

/** The parts of the site. A page that does not exist is left out, so that they may be listed before they are written. */
export const SECTIONS: readonly Section[] = [
  {
    text: 'Guide',
    folder: 'guide',
    pages: [
      page('guide/getting-started', 'Getting started'),
      page('guide/standalone-ironic', 'A standalone Ironic'),
      page('guide/cloud', 'A cloud'),
      page('guide/login', 'Logging in'),
      page('guide/lifecycle', 'The life of a node'),
      page('guide/enrolling', 'Enrolling nodes'),
      page('guide/testing', 'Testing your service'),
      page('guide/writing-a-transport', 'Writing a transport'),
      page('guide/observability', 'Logs, metrics, traces'),
    ],
  },
  {
    text: 'Concepts',
    folder: 'concepts',
    pages: [
      page('concepts/states', 'Provision states'),
      page('concepts/reservation', 'Reservation'),
      page('concepts/waiting', 'Waiting'),
      page('concepts/undo', 'Undo'),
    ],
  },
  {
    text: 'Recipes',
    folder: 'recipes',
    pages: [
      page('recipes/fastify', 'Fastify'),
      page('recipes/pino', 'pino'),
      page('recipes/opentelemetry', 'OpenTelemetry'),
      page('recipes/jest-and-vitest', 'Jest and vitest'),
      page('recipes/proxies', 'Proxies'),
    ],
  },
  {
    text: 'Coming from',
    folder: 'coming-from',
    pages: [
      page('coming-from/nova', 'Nova'),
      page('coming-from/metalsmith', 'metalsmith'),
      page('coming-from/openstacksdk', 'openstacksdk'),
      page('coming-from/openstacksdk-coverage', 'openstacksdk, by method'),
      page('coming-from/gophercloud', 'gophercloud'),
      page('coming-from/metal3', 'Metal3'),
    ],
  },
  {
    text: 'Reference',
    folder: 'reference',
    pages: [
      page('reference/reliability', 'Reliability'),
      page('reference/performance', 'Performance'),
      page('architecture', 'Architecture'),
      page('examples/index', 'Examples'),
      page('project/changelog', 'Changes'),
      page('project/contributing', 'Contributing'),
      page('project/node-version-policy', 'Node.js versions'),
    ],
  },
  { text: 'Errors', folder: 'errors', pages: [page('errors/index', 'All errors')] },
]
