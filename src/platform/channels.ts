export {
  channel,
  subscribe,
  tracingChannel,
  unsubscribe,
  type TracingChannel,
} from 'node:diagnostics_channel'
