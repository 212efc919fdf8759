import { PageEvent, type Application } from 'typedoc'

/** Gives the headings of each API page levels without a gap for readers that hear them; their look stays. */
export function headingLevels(app: Application): void {
  app.renderer.on(PageEvent.END, (page) => {
    if (page.contents !== undefined) page.contents = withLevels(page.contents)
  })
}

/** Writes `aria-level` where a heading is more than one level below the one that it belongs to. */
function withLevels(html: string): string {
  const open: number[] = []
  return html.replaceAll(/<h([1-6])(?=[\s>])/g, (tag, digit: string) => {
    const level = Number(digit)
    while ((open.at(-1) ?? 0) >= level) open.pop()
    open.push(level)
    return open.length === level ? tag : `${tag} aria-level="${open.length}"`
  })
}
