import { shownRoutes } from '../.vitepress/config/shown-files.js'

export default { paths: () => shownRoutes('examples') }
