import { checkedInput } from '../../operations/checked-input.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { attachTarget, detachTarget, listTargets } from './attach-target.js'
import { readConnector } from './storage-connector.js'
import { connectorOptions, volumeName, volumeRequest } from './storage-input.js'
import type { StorageModule } from './storage-module.js'

/** Builds the storage module alone; a driver has it as `driver.storage`. */
export function createStorageModule(context: ModuleContext): StorageModule {
  return {
    connector: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'storage.connector', target, options, schema: connectorOptions, also: ['properties'] },
        (node, given) => readConnector(context, node, given),
      ),

    targets: (target, options = {}) =>
      workOnNode(context, { operation: 'storage.targets', target, options }, (node, call) =>
        listTargets(context, node.uuid, call),
      ),

    attachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'storage.attachTarget',
          target,
          options,
          input: checkedInput(volumeRequest, volume, 'volume'),
        },
        (node, call, wanted) => attachTarget(context, node.uuid, wanted, call),
      ),

    detachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'storage.detachTarget',
          target,
          options,
          input: checkedInput(volumeName, volume, 'volume'),
        },
        (node, call, name) => detachTarget(context, node.uuid, name, call),
      ),
  }
}
