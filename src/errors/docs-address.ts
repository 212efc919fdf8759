/** Where the documents are published; a test compares it with package.json. */
export const HOMEPAGE: string | undefined = undefined

/** Returns the address of the page about a kind of error, or its path in the package while there is no homepage. */
export function docsAddress(kind: string, homepage: string | undefined = HOMEPAGE): string {
  return homepage === undefined
    ? `ironic-driver/docs/errors/${kind}.md`
    : `${homepage.replace(/\/$/, '')}/errors/${kind}.html`
}
