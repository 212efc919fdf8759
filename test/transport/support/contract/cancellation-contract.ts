import { getEventListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startHttpServer, startRawServer } from '../loopback-server.js'
import { ask, expectFailure, expectReply, type MakeTransport } from './contract-request.js'

/** The caller's signal ends a request at any moment, and keeps no listener. */
export function cancellationContract(makeTransport: MakeTransport): void {
  it('sends nothing if the signal was aborted before', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const result = await ask(makeTransport(server.endpoint), { method: 'PUT', signal: AbortSignal.abort() })
    expect(expectFailure(result, 'aborted')).toMatchObject({ sent: 'no', advice: 'retry_later' })
    expect(server.sockets).toEqual([])
  })

  it('ends while it connects', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const controller = new AbortController()
    const pending = ask(makeTransport(server.endpoint), { method: 'PUT', signal: controller.signal })
    controller.abort()
    expectFailure(await pending, 'aborted')
  })

  it('ends while it waits for the reply', async () => {
    const controller = new AbortController()
    const server = await startHttpServer(() => controller.abort(new Error('the caller lost interest')))
    const result = await ask(makeTransport(server.endpoint), { method: 'PUT', signal: controller.signal })
    expect(expectFailure(result, 'aborted')).toMatchObject({ sent: 'maybe', advice: 'check_state' })
  })

  it('ends in the middle of the body, and closes the connection', async () => {
    const controller = new AbortController()
    let markClosed: () => void
    const closed = new Promise<void>((resolve) => (markClosed = resolve))
    const server = await startRawServer((socket) => {
      socket.on('close', () => markClosed())
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{', () =>
          setImmediate(() => controller.abort()),
        )
      })
    })
    const result = await ask(makeTransport(server.endpoint), { method: 'PUT', signal: controller.signal })
    expect(expectFailure(result, 'aborted').sent).toBe('maybe')
    await closed
  })

  it('ends with a reply or an abort at any turn of the event loop', async () => {
    const server = await startHttpServer((_request, response) => {
      response.write('{', () => setImmediate(() => response.end('}')))
    })
    const transport = makeTransport(server.endpoint)
    for (let turns = 0; turns < 60; turns++) {
      const controller = new AbortController()
      const pending = ask(transport, { signal: controller.signal })
      for (let turn = 0; turn < turns; turn++) await nextTurn()
      controller.abort()
      const result = await pending
      if (result.isErr()) expectFailure(result, 'aborted')
      else expect(result.value.body).toBe('{}')
    }
    expectReply(await ask(transport))
  })

  it('removes its listeners from the signal, however it ends', async () => {
    const server = await startHttpServer((_request, response, socket) => {
      if (server.received.length % 2 === 0) socket.destroy()
      else response.end('{}')
    })
    const transport = makeTransport(server.endpoint)
    const { signal } = new AbortController()
    const ends = new Set<boolean>()
    for (let count = 0; count < 10; count++) ends.add((await ask(transport, { signal })).isOk())
    expect(ends).toEqual(new Set([true, false]))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('leaves no timer behind after a reply', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const transport = makeTransport(server.endpoint)
    const countTimers = () =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
    expectReply(await ask(transport))
    const before = countTimers()
    for (let count = 0; count < 50; count++) expectReply(await ask(transport, { timeoutMs: 3_600_000 }))
    expect(countTimers()).toBeLessThan(before + 25)
  })
}
