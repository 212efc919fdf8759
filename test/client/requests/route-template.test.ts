import { describe, expect, it } from 'vitest'
import { routeTemplate } from '../../../src/client/requests/route-template.js'

describe('the route of a request', () => {
  it.each([
    ['/v1/nodes', ['nodes']],
    ['/v1/nodes/detail', ['nodes', 'detail']],
    ['/v1/nodes/{node}', ['nodes', 'metal-1']],
    ['/v1/nodes/{node}', ['nodes', 'power']],
    ['/v1/nodes/{node}/states/power', ['nodes', 'states', 'states', 'power']],
    ['/v1/nodes/{node}/vifs/{vif}', ['nodes', 'metal-1', 'vifs', 'a-port']],
    ['/v1/nodes/{node}/traits/{trait}', ['nodes', 'metal-1', 'traits', 'CUSTOM_GPU']],
    ['/v1/nodes/{node}/bios/{setting}', ['nodes', 'metal-1', 'bios', 'BootMode']],
    ['/v1/nodes/{node}/history/{event}', ['nodes', 'metal-1', 'history', 'an-event']],
    [
      '/v1/nodes/{node}/management/boot_device/supported',
      ['nodes', 'm', 'management', 'boot_device', 'supported'],
    ],
    [
      '/v1/nodes/{node}/management/indicators/{component}/{indicator}',
      ['nodes', 'm', 'management', 'indicators', 'disk', 'led'],
    ],
    ['/v1/chassis/{chassis}', ['chassis', 'rack-7']],
    ['/v1/volume/connectors/{connector}', ['volume', 'connectors', 'a-uuid']],
    ['/v1/volume/targets/detail', ['volume', 'targets', 'detail']],
    [
      '/v1/drivers/{driver}/raid/logical_disk_properties',
      ['drivers', 'redfish', 'raid', 'logical_disk_properties'],
    ],
    ['/v1/deploy_templates/{deploy_template}', ['deploy_templates', 'CUSTOM_RAID']],
  ])('is %s for %j', (route, path) => {
    expect(routeTemplate(path)).toBe(route)
  })
})
