import { randomBytes } from 'node:crypto'
import type { KnownText } from '../comparison/normalise-json.js'

/** The names of one run of a conversation, so that it meets nothing of another run. */
export class RunNames {
  readonly #tag = newTag()
  readonly #run = `run-${this.#tag}`
  readonly #capitals = `RUN_${this.#tag.toUpperCase()}`
  readonly #mac = `02:${this.#tag.replaceAll(/..(?=.)/g, '$&:')}`
  readonly #ids = new Map<string, string>()

  /** Replaces the placeholders with identifiers. New identifiers follow the order of their use. */
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

  /** Whether a text mentions something that this run has named. */
  isSpokenOfIn(text: string): boolean {
    return text.toLowerCase().includes(this.#tag) || [...this.#ids.values()].some((id) => text.includes(id))
  }

  /** The replacements that are specific to this run. */
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

/** Contains a letter, so that it differs in capitals. */
function newTag(): string {
  const tag = randomBytes(4).toString('hex')
  return /[a-f]/.test(tag) ? tag : newTag()
}
