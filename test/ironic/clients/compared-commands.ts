import { parseScript } from './command-script.js'
import { instanceCommands } from './script/instances.js'
import { managementCommands } from './script/management.js'
import { nodeCommands } from './script/nodes.js'
import { portCommands } from './script/ports.js'
import { removalCommands } from './script/removal.js'
import { resourceCommands } from './script/resources.js'
import { stateCommands } from './script/states.js'

/** The script for both Ironics. */
export const comparedCommands = [
  nodeCommands,
  portCommands,
  stateCommands,
  managementCommands,
  instanceCommands,
  resourceCommands,
  removalCommands,
].flatMap(parseScript)
