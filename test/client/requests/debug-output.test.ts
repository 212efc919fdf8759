import createDebug from 'debug'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const CANARY = 'hunter2-c4n4ry'

describe('the output of DEBUG=ironic-driver:*', () => {
  const lines: string[] = []
  const log = createDebug.log.bind(createDebug)
  beforeAll(() => {
    createDebug.log = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '))
    createDebug.enable('ironic-driver:*')
  })
  afterAll(() => {
    createDebug.disable()
    createDebug.log = log
  })

  it('lists requests and waits, and contains no secret', async () => {
    const { simulator, driver, run } = simulatedSite()
    const node = simulator
      .node({ driver_info: { redfish_password: CANARY } })
      .withPort()
      .available()
    simulator.disruptions.next({ method: 'PUT' }, 'busy')
    simulator.disruptions.next(
      { method: 'GET', path: /nodes/ },
      { kind: 'status', status: 503, fault: `{"password": "${CANARY}"} http://u:${CANARY}@h/` },
      { after: 3 },
    )
    const request = spawnRequestFor(node, {
      image: {
        source: `http://u:${CANARY}@images/web.qcow2?sig=${CANARY}`,
        checksum: `sha256:${'ab'.repeat(32)}`,
      },
      configDrive: { userData: `#cloud-config\npassword: ${CANARY}` },
    })
    const spawned = await run(driver.provisioning.spawn(request))
    expect(spawned.isOk(), JSON.stringify(spawned)).toBe(true)
    expect(lines.join('\n')).toMatch(/ironic-driver:client/)
    expect(lines.join('\n')).toMatch(/ironic-driver:wait/)
    expect(lines.join('\n')).not.toContain(CANARY)
  })
})
