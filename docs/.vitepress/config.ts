import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { browserLibrary } from './config/browser-library.js'
import { linkShownFiles } from './config/file-links.js'
import { writeLlmsTexts } from './config/llms-texts.js'
import { packageFacts } from './config/package-facts.js'
import { address, sidebar } from './config/sidebar.js'
import { sitePages } from './config/site-pages.js'
import { joinMessages } from './config/whole-messages.js'

const { description, version, homepage, repository } = packageFacts()
const base = process.env['DOCS_BASE'] ?? '/'
const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url))

export default defineConfig({
  title: 'ironic-driver',
  description,
  lang: 'en',
  base,
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ['public/**'],
  head: [
    ['link', { rel: 'icon', href: `${base}favicon.svg`, type: 'image/svg+xml' }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  ...(homepage && { sitemap: { hostname: `${homepage}/` } }),
  // Where the site stands is said by package.json, or nowhere.
  transformHead: ({ page }) =>
    homepage === undefined
      ? []
      : [
          [
            'link',
            {
              rel: 'canonical',
              href: `${homepage}/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')}`,
            },
          ],
        ],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-default' },
    config: (markdown) => {
      linkShownFiles(markdown)
      joinMessages(markdown)
    },
  },
  // TypeDoc's pages are beside the site, not part of it.
  ignoreDeadLinks: [/^\/api\//],
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      {
        text: 'Guide',
        link: address(sitePages()[0]?.pages[0]?.path ?? 'index'),
        activeMatch: '^/(guide|concepts|recipes|coming-from)/',
      },
      { text: 'Playground', link: '/playground' },
      { text: 'Errors', link: '/errors/', activeMatch: '^/errors/' },
      { text: 'Reference', link: '/reference/reliability', activeMatch: '^/reference/' },
      { text: 'API', link: '/api/index.html', target: '_self' },
      { text: `v${version}`, link: '/project/changelog' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    notFound: {
      quote: 'No page of this site has that address. The search finds pages by their words.',
      linkText: 'Go to the first page',
      linkLabel: 'Go to the first page',
    },
    ...(repository && {
      socialLinks: [{ icon: 'git', link: repository }],
      editLink: { pattern: `${repository}/edit/main/docs/:path`, text: 'Edit this page' },
    }),
  },
  // A page that shows a file from elsewhere is not written in `docs`, so its link to edit it would lead nowhere.
  transformPageData: ({ filePath, frontmatter }) =>
    filePath.includes('[') ? { frontmatter: { ...frontmatter, editLink: false } } : undefined,
  buildEnd: ({ outDir }) => writeLlmsTexts(outDir, base),
  vite: {
    plugins: [browserLibrary()],
    resolve: {
      alias: [
        { find: /^ironic-driver$/, replacement: source('index.ts') },
        { find: /^ironic-driver\/(.+)$/, replacement: source('$1/index.ts') },
      ],
    },
  },
})
