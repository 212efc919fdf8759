import { traceChannel, type TraceEvent } from '../../tracing/trace-channel.js'

/** A login to Keystone. */
export interface LoginEvent extends TraceEvent {
  /** The status of Keystone's reply, once there is one. */
  status: number | undefined
}

export const logins = traceChannel<LoginEvent>('login')
