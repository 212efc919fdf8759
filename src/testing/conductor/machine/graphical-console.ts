import { textIn } from '../../json/json-value.js'
import type { Task } from '../../world/world.js'
import type { ConsoleKind } from './console-kind.js'

const KEYS = ['vnc_host', 'vnc_port', 'novnc_secret_token', 'novnc_secret_token_created']

/**
 * A viewer in a container, behind a web page that requires a token. @see openstack/ironic
 * `ironic/common/vnc.py`
 */
export const GRAPHICAL_CONSOLE: ConsoleKind = {
  validate: () => undefined,
  start: (task) => {
    const { node, world } = task
    node.driver_internal_info = {
      ...node.driver_internal_info,
      vnc_host: world.settings.conductorHost,
      vnc_port: 5900,
      novnc_secret_token: world.random.uuid().replaceAll('-', ''),
      novnc_secret_token_created: world.timeTextWithoutZone(),
    }
    node.console_enabled = true
  },
  stop: ({ node }: Task) => {
    const kept = Object.entries(node.driver_internal_info).filter(([key]) => !KEYS.includes(key))
    node.driver_internal_info = Object.fromEntries(kept)
    node.console_enabled = false
  },
  info: ({ node, world }) => {
    const token = textIn(node.driver_internal_info, 'novnc_secret_token')
    const path = encodeURIComponent(`websockify?node=${node.uuid}&token=${token}`)
    return { type: 'vnc', url: `http://${world.settings.conductorHost}:6090/vnc_auto.html?path=${path}` }
  },
}
