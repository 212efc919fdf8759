import type { Browser } from 'puppeteer-core'
import { openChromium } from '../support/chromium.js'
import { serveSite } from './serve-site.js'

/** The built site behind an address of this computer, and a browser to look at it. */
export interface OpenSite {
  /** Without a slash at the end. */
  readonly url: string
  readonly browser: Browser
  readonly close: () => Promise<void>
}

export async function openSite(): Promise<OpenSite> {
  const served = await serveSite()
  const browser = await openChromium()
  return {
    url: served.url,
    browser,
    close: async () => {
      await browser.close()
      served.close()
    },
  }
}
