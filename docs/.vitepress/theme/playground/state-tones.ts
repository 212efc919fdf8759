import { provisionStateFacts } from 'ironic-driver'

/** The colour of a state: one for all states that mean the same to a reader. */
export type StateTone = 'idle' | 'ready' | 'deploying' | 'cleaning' | 'up' | 'rescue' | 'failed' | 'unknown'

const TONES: Readonly<Record<string, StateTone>> = {
  available: 'ready',
  active: 'up',
  rescue: 'rescue',
  error: 'failed',
  rescuing: 'rescue',
  'rescue wait': 'rescue',
  unrescuing: 'rescue',
  cleaning: 'cleaning',
  'clean wait': 'cleaning',
  'clean hold': 'cleaning',
  deleting: 'cleaning',
}

export function toneOf(state: string): StateTone {
  const named = Object.hasOwn(TONES, state) ? TONES[state] : undefined
  if (named !== undefined) return named
  const facts = provisionStateFacts(state)
  if (facts === undefined) return 'unknown'
  if (facts.phase === 'failed') return 'failed'
  return facts.phase === 'stable' ? 'idle' : 'deploying'
}

/** True while Ironic works on the node or waits for its agent. */
export function isMoving(state: string): boolean {
  const phase = provisionStateFacts(state)?.phase
  return phase === 'busy' || phase === 'wait'
}
