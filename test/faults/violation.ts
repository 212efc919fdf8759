/** A broken promise, by the kind that groups it in reports. */
export interface Violation {
  readonly rule:
    | 'fails without disruption'
    | 'never settled'
    | 'threw'
    | 'unhandled rejection'
    | 'requests after the end'
    | 'too many requests'
    | 'stranger touched'
    | 'orphan'
    | 'two machines'
    | 'ok but not done'
    | 'ok but a different value'
    | 'failed but done, unreported'
    | 'left behind, unreported'
    | 'follow-up failed'
    | 'follow-up left something'
    | 'race lost for both'
    | 'race reported wrongly'
  readonly why: string
}
