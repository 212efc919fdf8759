import type { ChannelListener } from 'node:diagnostics_channel'

/** What `node:diagnostics_channel` does, without its stores: channels that live in this page. */
class Channel {
  readonly #listeners = new Set<ChannelListener>()

  constructor(readonly name: string) {}

  get hasSubscribers(): boolean {
    return this.#listeners.size > 0
  }

  subscribe(listener: ChannelListener): void {
    this.#listeners.add(listener)
  }

  unsubscribe(listener: ChannelListener): boolean {
    return this.#listeners.delete(listener)
  }

  publish(event: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener(event, this.name)
      } catch (error) {
        // As in Node, a failing subscriber stops neither the publisher nor the other subscribers.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  runStores<T>(event: unknown, work: () => T): T {
    this.publish(event)
    return work()
  }
}

const channels = new Map<string, Channel>()

export function channel(name: string): Channel {
  const known = channels.get(name) ?? new Channel(name)
  channels.set(name, known)
  return known
}

export function subscribe(name: string, listener: ChannelListener): void {
  channel(name).subscribe(listener)
}

export function unsubscribe(name: string, listener: ChannelListener): boolean {
  return channel(name).unsubscribe(listener)
}

const PARTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

type Subscribers = Readonly<Partial<Record<(typeof PARTS)[number], ChannelListener>>>

/** The five channels of one kind of work. */
export class TracingChannel {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel

  constructor(name: string) {
    const part = (of: string) => channel(`tracing:${name}:${of}`)
    this.start = part('start')
    this.end = part('end')
    this.asyncStart = part('asyncStart')
    this.asyncEnd = part('asyncEnd')
    this.error = part('error')
  }

  get hasSubscribers(): boolean {
    return PARTS.some((part) => this[part].hasSubscribers)
  }

  subscribe(subscribers: Subscribers): void {
    this.#each(subscribers, (one, listener) => one.subscribe(listener))
  }

  unsubscribe(subscribers: Subscribers): void {
    this.#each(subscribers, (one, listener) => one.unsubscribe(listener))
  }

  #each(subscribers: Subscribers, act: (one: Channel, listener: ChannelListener) => void): void {
    for (const part of PARTS) {
      const listener = subscribers[part]
      if (listener !== undefined) act(this[part], listener)
    }
  }
}

export function tracingChannel(name: string): TracingChannel {
  return new TracingChannel(name)
}
