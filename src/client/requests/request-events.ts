import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import { noticeChannel, traceChannel, type TraceEvent } from '../../tracing/trace-channel.js'

/** A call to the REST API with all its attempts. */
export interface RequestEvent extends TraceEvent {
  /** The call of the client, such as `nodes.get`. */
  readonly operation: string
  readonly method: string
  /** The route with its parameters in braces: `/v1/nodes/{node}/states/power`. */
  readonly route: string
  /** UUID or name of the node, when the request is about one. */
  readonly node: string | undefined
  /** The id that all attempts send as `x-openstack-request-id`. */
  readonly requestId: string
  /** The number of attempts so far. */
  attempts: number
  /** The microversion of the last attempt. */
  version: string | undefined
  /** The status of the last reply. */
  status: number | undefined
}

/** One HTTP request. */
export interface AttemptEvent extends TraceEvent {
  readonly operation: string
  readonly method: string
  readonly route: string
  readonly node: string | undefined
  readonly requestId: string
  /** 1 for the first. */
  readonly attempt: number
  /** The microversion of the attempt. */
  readonly version: string
  /** The status of the reply, once there is one. */
  status: number | undefined
  /** Ironic's own id of the request, from its reply. */
  serverRequestId: string | undefined
}

/** A pause before an attempt that follows a failed one. */
export interface RetryEvent {
  readonly operation: string
  readonly method: string
  readonly route: string
  readonly node: string | undefined
  readonly requestId: string
  /** The number of the attempt that failed. */
  readonly attempt: number
  readonly pauseMs: number
  /** The error of the attempt. */
  readonly cause: IronicDriverError
}

/** The microversion that a client uses from now on. */
export interface VersionEvent {
  readonly version: string
  readonly serverMinimum: string
  readonly serverMaximum: string
}

export const requests = traceChannel<RequestEvent>('request')
export const attempts = traceChannel<AttemptEvent>('attempt')
export const retries = noticeChannel<RetryEvent>('retry')
export const versions = noticeChannel<VersionEvent>('version')
