import type { Scenarios } from './scenario.js'

export const POWER_SCENARIOS: Scenarios = {
  state: { call: ({ driver, target }, options) => driver.power.state(target, options) },
  on: {
    second: 'asks',
    waits: true,
    call: ({ driver, target }, options) => driver.power.on(target, options),
  },
  off: {
    second: 'asks',
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.power.off(target, options),
  },
  reboot: {
    second: 'acts',
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.power.reboot(target, options),
  },
  requestOn: {
    second: 'asks',
    call: ({ driver, target }, options) => driver.power.requestOn(target, options),
  },
  requestOff: {
    second: 'asks',
    from: 'active',
    call: ({ driver, target }, options) => driver.power.requestOff(target, options),
  },
  requestReboot: {
    second: 'acts',
    from: 'active',
    call: ({ driver, target }, options) => driver.power.requestReboot(target, options),
  },
  waitForOn: {
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.power.requestOn(target),
    call: ({ driver, target }, options) => driver.power.waitForOn(target, options),
  },
  waitForOff: {
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.power.requestOff(target),
    call: ({ driver, target }, options) => driver.power.waitForOff(target, options),
  },
  waitForReboot: {
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.power.requestReboot(target),
    call: ({ driver, target }, options) => driver.power.waitForReboot(target, options),
  },
  injectNmi: {
    second: 'acts',
    notIn: ['fake'],
    from: 'active',
    call: ({ driver, target }, options) => driver.power.injectNmi(target, options),
  },
}
