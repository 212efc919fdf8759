import { answer, type Misbehaviour } from '../raw-hostile-server.js'

/** Both the token for Ironic and the password for Keystone: servers reflect it wherever they can. */
export const LOGIN = 'c4n4ry-gAAAAABo-5f1d7c3a9e2b4d60'

/** What a reply larger than a test allows is. */
export const LIMIT_BYTES = 500_000

/** One way to misbehave, and how a call may end on it. */
export interface Row {
  readonly does: string
  readonly serve: Misbehaviour
  /** The kinds of error of a read; `ok` when there may be none. */
  readonly read: readonly string[]
  /** Of a change, which takes no body. Default: as a read. */
  readonly write?: readonly string[]
  /** The connection must not be used again: it is closed with the call. */
  readonly closes?: true
}

export const UUID = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'

export const NODE = JSON.stringify({ uuid: UUID, name: 'metal-1', power_state: 'power on', extra: {} })

export const BROKEN = ['network_failure']

export const says =
  (...parts: Parameters<typeof answer>): Misbehaviour =>
  (socket) =>
    void socket.write(answer(...parts))
