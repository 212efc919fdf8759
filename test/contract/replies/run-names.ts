import { randomBytes } from 'node:crypto'
import type { KnownText } from '../comparison/normalise-json.js'

/** What one run of a conversation calls its things, so that nothing of another run is met. */
export class RunNames {
  readonly #tag = newTag()
  readonly #run = `run-${this.#tag}`
  readonly #capitals = `RUN_${this.#tag.toUpperCase()}`
  readonly #mac = `02:${this.#tag.replaceAll(/..(?=.)/g, '$&:')}`
  readonly #ids = new Map<string, string>()

  /** The text with identifiers in place of their names. Those that the run gives are in the order of their use. */
  fill(text: string): string {
    return text.replaceAll(/\{(run|RUN|mac|id:[\w-]+|ID:[\w-]+|[a-z]\w*)\}/g, (whole, name: string) => {
      if (name === 'run') return this.#run
      if (name === 'RUN') return this.#capitals
      if (name === 'mac') return this.#mac
      if (name.startsWith('ID:')) return this.fill(`{id:${name.slice(3)}}`).toUpperCase()
      const known = this.#ids.get(name)
      if (known !== undefined) return known
      if (!name.startsWith('id:')) return whole
      const id = `${this.#tag}-0000-4000-8000-${String(this.#ids.size + 1).padStart(12, '0')}`
      this.#ids.set(name, id)
      return id
    })
  }

  keep(name: string, id: string): void {
    this.#ids.set(name, id)
  }

  /** Whether something that this run has named is spoken of. */
  isSpokenOfIn(text: string): boolean {
    return text.toLowerCase().includes(this.#tag) || [...this.#ids.values()].some((id) => text.includes(id))
  }

  /** What stands for itself only in this run. */
  get known(): readonly KnownText[] {
    return [
      ...[...this.#ids].map(([name, id]) => [id, `{${name}}`] as const),
      ...[...this.#ids].map(([name, id]) => [id.toUpperCase(), `{${name.toUpperCase()}}`] as const),
      [this.#run, '{run}'],
      [this.#run.toUpperCase(), '{run in capitals}'],
      [this.#capitals, '{RUN}'],
      [this.#capitals.toLowerCase(), '{RUN in small letters}'],
      [this.#mac, '{mac}'],
      [this.#mac.toUpperCase(), '{mac in capitals}'],
    ]
  }
}

/** With a letter in it, so that it is another one in capitals. */
function newTag(): string {
  const tag = randomBytes(4).toString('hex')
  return /[a-f]/.test(tag) ? tag : newTag()
}
