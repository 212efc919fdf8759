import { Application } from 'typedoc'
import { packageFacts } from '../../docs/.vitepress/config/package-facts.js'
import { sitePages } from '../../docs/.vitepress/config/site-pages.js'
import { root } from '../entries.js'
import { groupBySource } from './group-by-source.js'
import { headingLevels } from './heading-levels.js'

// Writes the API pages to docs/public/api, beside the pages of the site. DOCS_BASE is the path of the site on its server.
const { homepage } = packageFacts()
const firstPage = sitePages()[0]?.pages[0]?.path ?? 'index'
const base = process.env['DOCS_BASE'] ?? '/'

const app = await Application.bootstrapWithPlugins({
  options: `${root}typedoc.json`,
  plugin: [groupBySource, headingLevels],
  titleLink: base,
  navigationLinks: {
    Guide: `${base}${firstPage}.html`,
    Playground: `${base}playground.html`,
    Errors: `${base}errors/`,
  },
  ...(homepage !== undefined && { hostedBaseUrl: `${homepage}/api/` }),
})

const project = await app.convert()
if (project !== undefined) {
  app.validate(project)
  if (!app.logger.hasErrors() && !app.logger.hasWarnings()) await app.generateOutputs(project)
}
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1
