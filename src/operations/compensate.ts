import { compensations } from './operation-events.js'

/** The call to undo. */
interface Undone {
  readonly operation: string
  readonly node?: string | undefined
  readonly instance?: string | undefined
}

/** Undoes a failed call and publishes the undo on `ironic-driver:compensation`. Returns what remains. */
export async function compensate<Remaining>(
  { operation, node, instance }: Undone,
  undo: () => Promise<readonly Remaining[]>,
  nameOf: (remaining: Remaining) => string,
): Promise<readonly Remaining[]> {
  return compensations.trace(
    () => ({ operation, node, instance, remains: [] }),
    async (event) => {
      const remains = await undo()
      if (event !== undefined) event.remains = remains.map(nameOf)
      return remains
    },
  )
}

/** Names a remaining part by its kind and id. */
export function namePart({ what, id }: { readonly what: string; readonly id?: string | undefined }): string {
  return id === undefined ? what : `${what} ${id}`
}
