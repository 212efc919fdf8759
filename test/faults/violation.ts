/** A broken promise, by the kind that groups it in reports. */
export interface Violation {
  readonly rule:
    | 'no base'
    | 'never settled'
    | 'threw'
    | 'unheard rejection'
    | 'asked on afterwards'
    | 'too many requests'
    | 'stranger touched'
    | 'orphan'
    | 'two machines'
    | 'ok but not done'
    | 'ok but another answer'
    | 'failed but done, untold'
    | 'left behind, untold'
    | 'follow-up failed'
    | 'follow-up left something'
    | 'race lost for both'
    | 'race told wrong'
  readonly why: string
}
