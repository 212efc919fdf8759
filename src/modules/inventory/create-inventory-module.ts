import { err, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { followSignal } from '../../client/requests/call-signal.js'
import { onAbort } from '../../clock/on-abort.js'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, target as targetSchema } from '../../operations/input-schemas.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { runOperation } from '../../operations/run-operation.js'
import { findInstance, instanceOn } from './find-instance.js'
import { existenceOf } from './instance-existence.js'
import type { InventoryChange } from './inventory-changes.js'
import {
  findInstanceOptions,
  instanceIdent,
  inventoryOptions,
  placementOptions,
  watchInventoryOptions,
} from './inventory-input.js'
import type { InventoryModule, PlacementOptions, PlacementReport } from './inventory-module.js'
import { inventoryNode, type ListedNode } from './inventory-node.js'
import { InventoryReader } from './inventory-reader.js'
import { locateInventoryNode } from './locate-inventory-node.js'
import { nodeResources } from './node-resources.js'
import { placementProvider } from './placement-provider.js'
import { watchInventory } from './watch-inventory.js'

/** Builds the inventory module alone; a driver has it as `driver.inventory`. */
export function createInventoryModule(context: ModuleContext): InventoryModule {
  const reader = new InventoryReader(context)

  return {
    nodes: (options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.nodes' },
        checkedInput(inventoryOptions, options, 'options'),
        checkedInput(inventoryOptions, options, 'options'),
        async (_, { scope = {}, maxAgeMs = 0, signal }) => {
          const listed = await reader.read({ view: 'nodes', scope, maxAgeMs, signal })
          return listed.map((nodes) => nodes.map(inventoryNode))
        },
      ),

    instances: (options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.instances' },
        checkedInput(inventoryOptions, options, 'options'),
        checkedInput(inventoryOptions, options, 'options'),
        async (_, { scope = {}, maxAgeMs = 0, signal }) => {
          const listed = await reader.read({ view: 'instances', scope, maxAgeMs, signal })
          return listed.map((nodes) => nodes.map(instanceOn))
        },
      ),

    instance: (ident, options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.instance' },
        checkedInput(instanceIdent, ident, 'ident'),
        checkedInput(findInstanceOptions, options, 'options'),
        (wanted, given) => findInstance(context, reader, wanted, given),
      ),

    exists: (target, options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.exists' },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(askOptions, options, 'options'),
        (wanted, given) => existenceOf(context, wanted, given),
      ),

    resources: (target, options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.resources' },
        checkedInput(targetSchema, target, 'target'),
        checkedInput(askOptions, options, 'options'),
        async (wanted, given) => (await locateInventoryNode(context, wanted, given)).map(nodeResources),
      ),

    placement: (options = {}) =>
      runOperation(
        context,
        { operation: 'inventory.placement' },
        checkedInput(placementOptions, options, 'options'),
        checkedInput(placementOptions, options, 'options'),
        async (_, given) => {
          const { scope = {}, maxAgeMs = 0, signal } = given
          const listed = await reader.read({ view: 'nodes', scope, maxAgeMs, signal })
          return listed.map((nodes) => placementReport(nodes, given))
        },
      ),

    watch: (options = {}) => {
      const checked = checkedInput(watchInventoryOptions, options, 'options')
      const closed = new AbortController()
      return {
        [Symbol.asyncDispose]: () => {
          closed.abort()
          return Promise.resolve()
        },
        async *[Symbol.asyncIterator](): AsyncGenerator<
          Result<InventoryChange, RequestError>,
          void,
          undefined
        > {
          if (checked.isErr()) return yield err(checked.error.within({ operation: 'inventory.watch' }))
          const { timeoutMs, requestId } = checked.value
          const { signal, abort, end } = followSignal(checked.value.signal, { timeoutMs, requestId })
          if (closed.signal.aborted) abort()
          const stopListening = onAbort(closed.signal, abort)
          try {
            yield* watchInventory(context, reader, { ...checked.value, signal })
          } finally {
            stopListening()
            end()
          }
        },
      }
    },

    forget: () => reader.forget(),
  }
}

function placementReport(
  nodes: readonly ListedNode[],
  { knownTraits = {}, inUse = 'reserved' }: PlacementOptions,
): PlacementReport {
  const made = nodes.map((node) => ({
    node,
    provider: placementProvider(node, { known: knownTraits[node.uuid] ?? [], inUse }),
  }))
  return {
    providers: made.flatMap(({ provider }) => (provider === undefined ? [] : [provider])),
    problems: made.flatMap(({ node, provider }) =>
      provider === undefined
        ? [{ node: node.uuid, name: node.name, problem: 'has no resource class, so nothing can request it' }]
        : [],
    ),
  }
}
