import { ok } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, type Target } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
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
        {
          operation: 'storage.connector',
          target,
          argument: ok(undefined),
          options: checkedInput(connectorOptions, options, 'options'),
          also: ['properties'],
        },
        (node, _, given) => readConnector(context, node, given),
      ),

    targets: (target, options = {}) =>
      workOnNode(
        context,
        { ...asking('storage.targets', target, options), argument: ok(undefined) },
        (node, _, call) => listTargets(context, node.uuid, call),
      ),

    attachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          ...asking('storage.attachTarget', target, options),
          argument: checkedInput(volumeRequest, volume, 'volume'),
        },
        (node, wanted, call) => attachTarget(context, node.uuid, wanted, call),
      ),

    detachTarget: (target, volume, options = {}) =>
      workOnNode(
        context,
        {
          ...asking('storage.detachTarget', target, options),
          argument: checkedInput(volumeName, volume, 'volume'),
        },
        (node, name, call) => detachTarget(context, node.uuid, name, call),
      ),
  }

  function asking(operation: string, target: Target, options: AskOptions) {
    return { operation, target, options: checkedInput(askOptions, options, 'options') }
  }
}
