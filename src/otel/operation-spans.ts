import { retries, type RetryEvent } from '../client/requests/request-events.js'
import { logins } from '../login/keystone/login-events.js'
import { compensations, operations } from '../operations/operation-events.js'
import { followNotices, followWork, type Unfollow } from './follow-channel.js'
import type { OpenSpans } from './open-spans.js'

/** Creates a span for each operation, undo and login, and an event for each retry. */
export function makeOperationSpans(spans: OpenSpans): readonly Unfollow[] {
  return [
    followWork(operations, {
      start: (event) => spans.begin(event, { name: event.operation, attributes: subjectOf(event) }),
      end: (event) => {
        if (event.error !== undefined) spans.recordError(event, event.error)
        spans.end(event)
      },
    }),
    followWork(compensations, {
      start: (event) => spans.begin(event, { name: `undo ${event.operation}`, attributes: subjectOf(event) }),
      end: (event) => spans.end(event, { 'ironic.undo.remains': [...event.remains] }),
    }),
    followWork(logins, {
      start: (event) => spans.begin(event, { name: 'login', attributes: {} }),
      end: (event) => spans.end(event, { 'http.response.status_code': event.status }),
    }),
    followNotices(retries, (event) => spans.note(spans.current(), 'ironic.retry', retryOf(event))),
  ]
}

function subjectOf(event: {
  readonly operation: string
  readonly node: string | undefined
  readonly instance: string | undefined
}) {
  const { operation, node, instance } = event
  return { 'ironic.operation': operation, 'ironic.node': node, 'ironic.instance': instance }
}

function retryOf({ method, route, attempt, pauseMs, cause }: RetryEvent) {
  return {
    'http.request.method': method,
    'url.template': route,
    'error.type': cause.kind,
    'ironic.retry.attempt': attempt,
    'ironic.retry.pause': pauseMs / 1_000,
  }
}
