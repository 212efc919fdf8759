import type { Meter, MetricOptions } from '@opentelemetry/api'

/** Buckets for deployments, cleanings and their steps, which take from seconds to hours. */
const WORK_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 14_400]

/** Buckets for requests, which take milliseconds, or minutes with their retries. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

/** Buckets for the pause between two looks, which is at most half a minute unless Ironic is slow. */
const LAG_SECONDS = [0.25, 0.5, 1, 1.5, 2.5, 5, 10, 15, 30, 60, 120]

/** The instruments of one meter. */
export function createInstruments(meter: Meter) {
  return {
    operationDuration: meter.createHistogram(
      'ironic.operation.duration',
      seconds('Duration of the public calls of the driver.', WORK_SECONDS),
    ),
    operationActive: meter.createObservableUpDownCounter('ironic.operation.active', {
      description: 'Public calls of the driver in progress.',
      unit: '{operation}',
    }),
    stepDuration: meter.createHistogram(
      'ironic.step.duration',
      seconds('Duration of the deploy, clean and service steps of nodes, as waits saw them.', WORK_SECONDS),
    ),
    requestDuration: meter.createHistogram(
      'ironic.request.duration',
      seconds('Duration of the requests to Ironic with all their attempts and pauses.', REQUEST_SECONDS),
    ),
    requestRetries: meter.createCounter('ironic.request.retries', {
      description: 'Attempts that failed and were followed by another.',
      unit: '{retry}',
    }),
    waitActive: meter.createObservableUpDownCounter('ironic.wait.active', {
      description: 'Waits for nodes in progress.',
      unit: '{wait}',
    }),
    watcherNodes: meter.createObservableUpDownCounter('ironic.watcher.nodes', {
      description: 'Nodes that are waited for now.',
      unit: '{node}',
    }),
    watcherLooks: meter.createCounter('ironic.watcher.looks', {
      description: 'Reads of nodes that are waited for; the waits share them.',
      unit: '{look}',
    }),
    watcherLag: meter.createHistogram(
      'ironic.watcher.lag',
      seconds('The longest time for which a change of a node can have gone unnoticed.', LAG_SECONDS),
    ),
    nodeState: meter.createObservableUpDownCounter('ironic.node.state', {
      description: 'Nodes that are waited for now, by their provision state.',
      unit: '{node}',
    }),
    compensationFailures: meter.createCounter('ironic.compensation.failures', {
      description: 'Undos of failed calls that left something on a node.',
      unit: '{failure}',
    }),
  }
}

export type Instruments = ReturnType<typeof createInstruments>

function seconds(description: string, explicitBucketBoundaries: number[]): MetricOptions {
  return { description, unit: 's', advice: { explicitBucketBoundaries } }
}
