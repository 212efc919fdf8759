import type { Advice } from '../../errors/ironic-driver-error.js'
import { says, type SentencePattern } from '../../errors/sentence-pattern.js'

/**
 * Chooses the advice for a failed deployment from Ironic's error. A wrong image fails on every node, and each further attempt costs a cleaning.
 * Names of failed steps, such as `deploy.write_image`, are ignored: a broken disk fails in them too.
 */
export function adviceForDeployment(lastError: string | null): Advice {
  const text = lastError?.replaceAll(/[\w.]+/g, (word) => (/\w[._]\w/.test(word) ? '' : word)) ?? ''
  return BAD_REQUEST.some((pattern) => says(text, pattern)) ? 'fix_request' : 'try_other_node'
}

const BAD_REQUEST: readonly SentencePattern[] = [
  /checksum|config ?drive|invalid ?image/i,
  [
    /image\b/i,
    /\b(not found|could not be (found|retrieved)|rejected|unacceptable|unsupported|invalid|verif)/i,
  ],
  /(download|fetch|retriev|validat|verif)[a-z]{0,12}( \w{1,40})? image/i,
]
