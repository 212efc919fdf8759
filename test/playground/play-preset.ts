import { PRESETS } from '../../docs/.vitepress/theme/playground/presets.js'
import { PlaygroundSession } from '../../docs/.vitepress/theme/playground/playground-session.js'

/** Lets time pass in a session until some work with it has ended. */
export async function whilePlaying<T>(session: PlaygroundSession, work: Promise<T>): Promise<T> {
  let ended = false
  const end = () => void (ended = true)
  work.then(end, end)
  const isEnded = () => ended
  while (!isEnded()) await session.advance(500)
  return work
}

/** Plays a preset to its end, and returns its session. */
export async function playPreset(id: string): Promise<PlaygroundSession> {
  const preset = PRESETS.find((one) => one.id === id)
  if (preset === undefined) throw new Error(`There is no preset ${id}.`)
  const session = new PlaygroundSession({ size: preset.size })
  await whilePlaying(session, preset.play(session))
  return session
}
