import { err, ok, type Result } from 'neverthrow'
import type { ApiFeatures } from '../../client/versions/api-features.js'
import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { prepareConfigDrive, type ConfigDriveValue } from '../config-drive/prepare-config-drive.js'
import { readNetworkData, type NetworkDataError } from '../networking/read-network-data.js'
import type { CheckedDeployInput } from './deploy-input.js'

/** The config drive of a deployment. */
export interface DeploymentConfigDrive {
  /** Returns the value to send, with the network data of the attached VIFs. */
  complete(
    node: string,
    options: AskOptions,
  ): Promise<Result<ConfigDriveValue | undefined, InvalidInputError | NetworkDataError>>
}

/** Builds the config drive once before anything is changed, to find its errors early. */
export async function deploymentConfigDrive(
  context: ModuleContext,
  { configDrive, instance, vifs }: Pick<CheckedDeployInput, 'configDrive' | 'instance' | 'vifs'>,
  features: ApiFeatures,
): Promise<Result<DeploymentConfigDrive, InvalidInputError>> {
  if (configDrive === undefined) return ok({ complete: () => Promise.resolve(ok(undefined)) })
  const facts = { features, instance, now: context.clock.now() }
  const first = await prepareConfigDrive(configDrive, facts)
  return first.map((value) => ({
    complete: async (node, options) => {
      if (!isMadeFromVifs(configDrive)) return ok(value)
      const networkData = await readNetworkData(context, node, vifs, options)
      if (networkData.isErr()) return err(networkData.error)
      return prepareConfigDrive(configDrive, { ...facts, networkData: networkData.value })
    },
  }))
}

/** Whether a config drive depends on the attached VIFs. */
export function isMadeFromVifs(drive: CheckedDeployInput['configDrive']): boolean {
  return drive?.is === 'parts' && drive.networkData === 'from-vifs'
}
