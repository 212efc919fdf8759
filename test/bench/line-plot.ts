export interface Line {
  readonly name: string
  readonly colour: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

const WIDTH = 720
const HEIGHT = 400
const FRAME = { left: 70, right: 210, top: 30, bottom: 50 }

/** Draws lines over two logarithmic axes, as SVG that reads well on white and on black. */
export function linePlot(axes: { readonly x: string; readonly y: string }, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points)
  const x = scale(
    points.map(([at]) => at),
    FRAME.left,
    WIDTH - FRAME.right,
  )
  const y = scale(
    points.map(([, at]) => at),
    HEIGHT - FRAME.bottom,
    FRAME.top,
  )
  const marks = [
    ...x.ticks.map(
      (tick) =>
        `<text x="${x.at(tick)}" y="${HEIGHT - FRAME.bottom + 20}" text-anchor="middle">${named(tick)}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path d="M${FRAME.left} ${y.at(tick)}H${WIDTH - FRAME.right}" stroke="#8885"/>` +
        `<text x="${FRAME.left - 8}" y="${y.at(tick) + 4}" text-anchor="end">${named(tick)}</text>`,
    ),
    `<text x="${(FRAME.left + WIDTH - FRAME.right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${axes.x}</text>`,
    `<text x="${FRAME.left}" y="${FRAME.top - 12}">${axes.y}</text>`,
  ]
  const labels = labelsAt(lines.map((line) => y.at(line.points.at(-1)?.[1] ?? 1)))
  const drawn = lines.map(({ name, colour, points }, index) => {
    const path = points.map(([px, py]) => `${x.at(px)} ${y.at(py)}`).join('L')
    return (
      `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>` +
      `<text x="${WIDTH - FRAME.right + 8}" y="${(labels[index] ?? 0) + 4}" fill="${colour}">${name}</text>`
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#888">`,
    ...marks,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

/** Moves labels down that would overlap; they are in the order of the lines, from the top. */
function labelsAt(ends: readonly number[]): readonly number[] {
  return ends.reduce<number[]>((above, end) => [...above, Math.max(end, (above.at(-1) ?? 0) + 18)], [])
}

/** A logarithmic axis from one power of ten to another. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.ceil(Math.log10(Math.max(...values)))
  return {
    at: (value: number) => Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  }
}

function named(tick: number): string {
  return tick.toLocaleString('en')
}
