import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { PlaygroundSession } from './playground-session.js'
import type { Preset } from './presets.js'
import { type SessionView, viewOf } from './session-view.js'

export const SPEEDS = [1, 10, 60] as const

/** Keeps time running while nothing is under way for this long, so that the end is seen. */
const QUIET_AFTER_MS = 4_000
/** The longest time that one frame lets pass, in real milliseconds: a hidden page must not jump. */
const LONGEST_FRAME_MS = 100
const VIEW_EVERY_MS = 80

/** Runs a session in the page: time passes with the frames of the browser, at a chosen speed. */
export function usePlayground() {
  let session = new PlaygroundSession()
  const view = shallowRef<SessionView>(viewOf(session))
  const speed = ref<number>(10)
  const paused = ref(false)
  const resting = ref(true)
  const preset = shallowRef<Preset>()
  /** What a screen reader says: what the reader breaks, and the ends of calls, not each step. */
  const announcement = ref('')
  let frame = 0
  let advancing = false
  let lastFrameAt = 0
  let lastViewAt = 0
  let quietSince = 0

  const show = () => {
    const before = view.value
    view.value = viewOf(session)
    const { lastEnded } = view.value
    if (lastEnded?.end !== undefined && lastEnded !== before.lastEnded)
      announcement.value = lastEnded.end.ok
        ? lastEnded.end.text
        : `${lastEnded.title} failed: ${lastEnded.end.kind}. ${lastEnded.end.message}`
  }

  const advance = async (ms: number) => {
    if (advancing) return
    advancing = true
    await session.advance(ms)
    advancing = false
  }

  const tick = async (at: number) => {
    const elapsed = Math.min(at - lastFrameAt, LONGEST_FRAME_MS)
    lastFrameAt = at
    if (!paused.value && !resting.value) await advance(elapsed * speed.value)
    if (at - lastViewAt >= VIEW_EVERY_MS && !resting.value) {
      lastViewAt = at
      show()
      if (!view.value.quiet) quietSince = session.now
      resting.value = session.now - quietSince > QUIET_AFTER_MS
    }
    frame = requestAnimationFrame((next) => void tick(next))
  }

  /** Does something with the session, and lets time run on. */
  const act = (work: (session: PlaygroundSession) => unknown) => {
    const before = view.value.events[0]?.id
    work(session)
    quietSince = session.now
    resting.value = false
    show()
    const [newest] = view.value.events
    if (newest?.sort === 'trouble' && newest.id !== before)
      announcement.value = [newest.node, newest.text].filter(Boolean).join(': ')
  }

  const reset = (size?: number) => {
    session = new PlaygroundSession(size === undefined ? {} : { size })
    preset.value = undefined
    paused.value = false
    resting.value = true
    announcement.value = ''
    quietSince = 0
    show()
  }

  const play = (chosen: Preset) => {
    reset(chosen.size)
    preset.value = chosen
    speed.value = chosen.speed
    act((fresh) => chosen.play(fresh))
  }

  const step = async () => {
    paused.value = true
    resting.value = false
    await advance(1_000)
    show()
  }

  onMounted(() => {
    frame = requestAnimationFrame((at) => {
      lastFrameAt = at
      void tick(at)
    })
  })
  onBeforeUnmount(() => cancelAnimationFrame(frame))

  return { view, speed, paused, resting, preset, announcement, act, reset, play, step }
}
