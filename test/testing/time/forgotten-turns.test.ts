import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mock } from 'node:test'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'

const run = promisify(execFile)

describe('beside fake timers', () => {
  afterEach(() => {
    vi.useRealTimers()
    mock.timers.reset()
  })

  it.each([
    ['vi.useFakeTimers', () => vi.useFakeTimers()],
    ['vi.useFakeTimers of setTimeout alone', () => vi.useFakeTimers({ toFake: ['setTimeout'] })],
    ['mock.timers of node:test', () => mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] })],
  ])('run and advance throw a TypeError that says so (%s)', async (_, fake) => {
    const clock = new ManualClock()
    fake()
    await expect(clock.run(clock.sleep(10))).rejects.toThrow(TypeError)
    await expect(clock.run(clock.sleep(10))).rejects.toThrow(
      /ManualClock\.run: a test library has replaced `set\w+`.*vi\.useFakeTimers/,
    )
    await expect(clock.advance(10)).rejects.toThrow(/ManualClock\.advance: a test library has replaced/)
  })

  it('of the date alone, run works', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const clock = new ManualClock()
    await clock.run(clock.sleep(60_000))
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1, 0, 1))
  })
})

it('run names the mistake when it is given a function', async () => {
  const clock = new ManualClock()
  await expect(clock.run((() => clock.sleep(1)) as never)).rejects.toThrow('pass a promise')
})

describe('a forgotten turn', () => {
  it('is warned of when a call sleeps and nothing advances the clock', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    try {
      // The warning comes once for each process, so the parts of this test share a fresh module.
      vi.resetModules()
      const testing = await import('../../../src/testing/time/manual-clock.js')
      const idle = new testing.ManualClock()
      const stopped = new AbortController()
      void idle.sleep(10, stopped.signal)
      stopped.abort()
      vi.advanceTimersByTime(10_000)
      expect(warnings).not.toHaveBeenCalled()

      const clock = new testing.ManualClock()
      void clock.sleep(10)
      vi.advanceTimersByTime(2_900)
      expect(warnings).not.toHaveBeenCalled()
      vi.advanceTimersByTime(200)
      expect(warnings).toHaveBeenCalledOnce()
      expect(warnings.mock.calls[0]?.[0]).toContain('Await `clock.run(call)`')

      void new testing.ManualClock().sleep(10)
      vi.advanceTimersByTime(10_000)
      expect(warnings).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
      warnings.mockRestore()
    }
  })

  it('is not warned of while the test does other work or a debugger stops the process', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const work = vi.spyOn(process, 'getActiveResourcesInfo').mockReturnValue(['Timeout'])
    const now = vi.spyOn(performance, 'now').mockReturnValue(0)
    try {
      vi.resetModules()
      const testing = await import('../../../src/testing/time/manual-clock.js')
      void new testing.ManualClock().sleep(10)

      work.mockReturnValue(['Timeout', 'TCPSocketWrap'])
      now.mockReturnValue(3_000)
      vi.advanceTimersByTime(3_100)
      expect(warnings).not.toHaveBeenCalled()

      work.mockReturnValue(['Timeout'])
      now.mockReturnValue(60_000)
      vi.advanceTimersByTime(3_000)
      expect(warnings).not.toHaveBeenCalled()

      now.mockReturnValue(63_000)
      vi.advanceTimersByTime(3_000)
      expect(warnings).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
      vi.restoreAllMocks()
    }
  })

  it('is warned of when a process would end with it, and only then', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forgotten-turns-'))
    const source = new URL('../../../src/testing/time/manual-clock.ts', import.meta.url).href
    const script = async (name: string, body: string) => {
      const file = join(folder, `${name}.mts`)
      await writeFile(
        file,
        `import { ManualClock } from '${source}'\nconst clock = new ManualClock()\n${body}\n`,
      )
      return run(process.execPath, ['--import', import.meta.resolve('tsx'), file])
    }
    const forgotten = await script('forgotten', 'void clock.sleep(10)')
    expect(forgotten.stderr).toMatch(
      /ManualClockWarning: ManualClock: a call sleeps at the end of the process/,
    )
    const advanced = await script(
      'advanced',
      'const background = async () => { for (;;) await clock.sleep(10) }\nvoid background()\nawait clock.advance(50)',
    )
    expect(advanced.stderr).toBe('')
  })
})

describe('a node that is described and never created', () => {
  it('is named by the first request for it', async () => {
    const clock = new ManualClock()
    const simulator = new IronicSimulator({ clock })
    const builder = simulator.node({ name: 'metal-1' }).withPort()
    const driver = new IronicDriver({ transport: simulator, clock })
    const looked = await clock.run(driver.power.state({ node: 'metal-1' }))
    expect(looked._unsafeUnwrapErr().message).toContain(
      "simulator.node({ name: 'metal-1' }) only describes a node, and nothing created it. End it with .available()",
    )
    builder.available()
    expect((await clock.run(driver.power.state({ node: 'metal-1' }))).isOk()).toBe(true)
  })

  it('throws when a test reads what only a node has', () => {
    const builder: object = new IronicSimulator().node({ name: 'metal-1' })
    for (const name of ['uuid', 'name', 'now', 'failNext'])
      expect(() => Reflect.get(builder, name) as unknown, name).toThrow(
        `\`${name}\`: simulator.node({ name: 'metal-1' }) only describes a node`,
      )
  })
})

it.each(['x', '52:54:00:12:34', '5254.0012.3456'])('refuses the address %s of a port', (address) => {
  const builder = new IronicSimulator().node()
  expect(() => builder.withPort({ address })).toThrow(
    'port: the address must be a MAC address, such as 52:54',
  )
  expect(() => builder.withPortgroup({ address })).toThrow('port group: the address must be a MAC address')
})
