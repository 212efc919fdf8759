import { looks, nodeChanges, waits, type LookEvent, type NodeChangeEvent } from '../waiting/wait-events.js'
import { followNotices, followWork, type Unfollow } from './follow-channel.js'
import type { OpenSpans } from './open-spans.js'

/** The default limit of the OpenTelemetry SDK for the links of a span. */
const MOST_LINKS = 128

/** Creates a span for each wait, with an event for each change of its node. */
export function makeWaitSpans(spans: OpenSpans): readonly Unfollow[] {
  return [
    followWork(waits, {
      start: (event) => {
        const { operation, node, instance, goal, deadlineMs } = event
        const attributes = {
          'ironic.operation': operation,
          'ironic.node': node,
          'ironic.instance': instance,
          'ironic.wait.deadline': deadlineMs / 1_000,
        }
        spans.begin(event, { name: `wait for ${goal}`, attributes })
      },
      end: (event) => spans.end(event, { 'ironic.wait.looks': event.looks }),
    }),
    followWork(looks, {
      start: (event) => beginLook(spans, event),
      end: (event) => spans.end(event, { 'ironic.look.failed': event.failed }),
    }),
    followNotices(nodeChanges, (event) =>
      spans.note(spans.of(event.wait), 'ironic.node.change', changeOf(event)),
    ),
  ]
}

/**
 * Puts the requests of a look into the span of its wait. A look for several waits gets a trace of its own with links to
 * them: it belongs to none of them, and may outlast the wait that started it.
 */
function beginLook(spans: OpenSpans, event: LookEvent): void {
  const [first] = event.sharedBy
  if (first !== undefined && event.waits === 1) return spans.enter(event, first)
  const links = event.sharedBy.flatMap((wait) => {
    const span = spans.of(wait)
    return span === undefined ? [] : { context: span.spanContext() }
  })
  if (links.length === 0) return
  spans.begin(event, {
    name: 'look at nodes',
    attributes: { 'ironic.look.nodes': event.nodes, 'ironic.look.waits': event.waits },
    root: true,
    links: links.slice(0, MOST_LINKS),
  })
}

function changeOf(event: NodeChangeEvent) {
  return {
    'ironic.provision_state': event.provision_state,
    'ironic.target_provision_state': event.target_provision_state,
    'ironic.power_state': event.power_state,
    'ironic.target_power_state': event.target_power_state,
    'ironic.step': event.step,
    'ironic.last_error': event.last_error,
    'ironic.maintenance': event.maintenance,
  }
}
