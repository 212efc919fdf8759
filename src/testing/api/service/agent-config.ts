import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'

/**
 * Returns the configuration of an agent, with Ironic's defaults.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/ramdisk.py` (config)
 */
export function agentConfig({ world, node }: Task, token: JsonValue): JsonObject {
  const isNew = serverHas(world, 'checksAgentUrl')
  return {
    metrics: {
      backend: 'noop',
      prepend_host: false,
      prepend_uuid: false,
      prepend_host_reverse: true,
      global_prefix: null,
    },
    metrics_statsd: { statsd_host: 'localhost', statsd_port: 8125 },
    heartbeat_timeout: 300,
    agent_token: token,
    agent_token_required: true,
    disable_deep_image_inspection: false,
    permitted_image_formats: isNew ? ['raw', 'gpt', 'qcow2', 'iso'] : ['raw', 'qcow2', 'iso'],
    ...(isNew
      ? {
          agent_containers: {
            allow_arbitrary_containers: false,
            allowed_containers: [],
            container_steps_file: '/etc/ironic-python-agent.d/mysteps.yaml',
            runner: 'podman',
            pull_options: [],
            run_options: ['--rm', '--network=host'],
          },
          agent_md5_checksum_enable: true,
          agent_skip_bmc_detect: node.management_interface?.endsWith('redfish') === true,
          enable_bios_bootloader_install: false,
          tls_min_version: '1.3',
          tls_cipher_suites: null,
        }
      : {}),
  }
}
