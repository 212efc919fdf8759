import type { DefaultTheme } from 'vitepress'
import { sitePages } from './site-pages.js'

/** Returns the sidebar: a group for each section, those that are long closed at first. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  return sitePages().map(({ text, pages }) => ({
    text,
    collapsed: text === 'Errors',
    items: pages.map((page) => ({ text: page.text, link: address(page.path) })),
  }))
}

/** `errors/index` is at `/errors/`. */
export function address(path: string): string {
  return `/${path.replace(/(^|\/)index$/, '$1')}`
}
