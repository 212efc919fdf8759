/** An entry of a node's history. */
export interface HistoryRecord {
  readonly uuid: string
  readonly created_at: string
  readonly severity: 'ERROR' | 'INFO'
  readonly event_type: string
  readonly event: string
  readonly conductor: string
  readonly user: string | null
  readonly project: string | null
  readonly state: string
  readonly target_provision_state: string | null
  readonly duration_seconds: number | null
}
