import { okAsync, type Result } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import { askOptions, instanceOnNode } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../operations/node-status.js'
import { runOperation } from '../../operations/run-operation.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { AllocationWait } from '../allocations/allocation-wait.js'
import { NodeChoice } from './claim/choose-node.js'
import type { NodePicker } from './claim/claim-node.js'
import { instanceOnWantedNode } from './claim/node-requirements.js'
import { createDestroyVerbs } from './destroy/destroy-verbs.js'
import type { ReserveAnyError } from './errors/provisioning-errors.js'
import type { ProvisioningModule } from './provisioning-module.js'
import { releaseNode } from './reserve/release-node.js'
import { reserveNamedNode } from './reserve/reserve-named-node.js'
import { reservePickedNode } from './reserve/reserve-picked-node.js'
import { planOnPickedNode } from './spawn/plan-on-picked-node.js'
import { planSpawn } from './spawn/plan-spawn.js'
import { spawnRequest } from './spawn/spawn-request.js'
import { createSpawnVerbs } from './spawn/spawn-verbs.js'

/** Creates the provisioning module without a driver. A driver offers it as `driver.provisioning`. */
export function createProvisioningModule(context: ModuleContext): ProvisioningModule {
  const asking = (options: AskOptions) => checkedInput(askOptions, options, 'options')
  const picker: NodePicker = { choice: new NodeChoice(context), allocations: new AllocationWait(context) }

  return {
    ...createSpawnVerbs(context, picker),
    ...createDestroyVerbs(context),

    plan: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.plan' },
        checkedInput(spawnRequest, request),
        asking(options),
        ({ node, ...wanted }, call) =>
          typeof node === 'string'
            ? planSpawn(context, { ...wanted, node }, call)
            : planOnPickedNode(context, picker, { ...wanted, node }, call),
      ),

    reserve: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.reserve' },
        checkedInput(instanceOnWantedNode, request),
        asking(options),
        ({ instance, node }, call): Promise<Result<ProvisioningStatus, ReserveAnyError>> =>
          typeof node === 'string'
            ? reserveNamedNode(context, { instance, node }, call)
            : reservePickedNode(context, picker, { instance, node }, call),
      ),

    release: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'provisioning.release' },
        checkedInput(instanceOnNode, request),
        asking(options),
        (wanted, call) => releaseNode(context, wanted, call),
      ),

    status: (target, options = {}) =>
      workOnNode(context, { operation: 'provisioning.status', target, options }, (node) =>
        okAsync(provisioningStatus(node)),
      ),
  }
}
