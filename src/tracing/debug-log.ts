type CreateDebug = typeof import('debug')
type Values = readonly unknown[]

let createDebug: CreateDebug | undefined
let loading: Promise<void> | undefined
let lacking = false

/**
 * Writes lines for people through the `debug` package: those of `DEBUG=ironic-driver:*`.
 *
 * The package is loaded at the first line, since that takes a tenth of the time of an import. The lines before it is
 * loaded follow at once.
 */
export class DebugLog {
  readonly #namespace: string
  readonly #early: (readonly [string, Values])[] = []
  #print: ReturnType<CreateDebug> | undefined

  constructor(name: string) {
    this.#namespace = `ironic-driver:${name}`
  }

  /** Whether anyone reads the lines. True as long as that is not known. */
  get enabled(): boolean {
    return this.#printer()?.enabled ?? !lacking
  }

  line(format: string, ...values: Values): void {
    const print = this.#printer()
    if (print !== undefined) print(format, ...values)
    else this.#keep(format, values)
  }

  #printer() {
    if (createDebug !== undefined) this.#print ??= createDebug(this.#namespace)
    return this.#print
  }

  #keep(format: string, values: Values): void {
    this.#early.push([format, values])
    loading ??= load()
    void loading.then(() => {
      for (const [format, values] of this.#early.splice(0)) this.#printer()?.(format, ...values)
    })
  }
}

async function load(): Promise<void> {
  try {
    createDebug = (await import('debug')).default
  } catch {
    // A bundle may lack the package, and works without its lines.
    lacking = true
  }
}
