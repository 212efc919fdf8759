/**
 * The reason for aborting a sleep that is no longer needed. Without a reason, `abort` builds an exception with its
 * stack, which costs more than the sleep.
 */
export const OVER = 'over'
