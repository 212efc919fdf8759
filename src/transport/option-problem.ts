/** What is wrong with an option. It is plain data because each request that fails on it needs its own error. */
export interface OptionProblem {
  readonly field: string
  readonly problem: string
}
