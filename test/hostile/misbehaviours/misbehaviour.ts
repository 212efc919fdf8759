import { answer, type Misbehaviour } from '../raw-hostile-server.js'

/** Both the token for Ironic and the password for Keystone: servers quote it wherever they can. */
export const LOGIN = 'c4n4ry-gAAAAABo-5f1d7c3a9e2b4d60'

/** The size of a reply that is larger than a test allows. */
export const LIMIT_BYTES = 500_000

/** One kind of misbehaviour, and the allowed results of a call. */
export interface Row {
  readonly does: string
  readonly serve: Misbehaviour
  /** The kinds of error of a read; `ok` if it may succeed. */
  readonly read: readonly string[]
  /** The kinds of error of a change, which expects no body. Default: as for a read. */
  readonly write?: readonly string[]
  /** The connection must be closed with the call and not reused. */
  readonly closes?: true
}

export const UUID = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'

export const NODE = JSON.stringify({ uuid: UUID, name: 'metal-1', power_state: 'power on', extra: {} })

export const BROKEN = ['network_failure']

export const says =
  (...parts: Parameters<typeof answer>): Misbehaviour =>
  (socket) =>
    void socket.write(answer(...parts))
