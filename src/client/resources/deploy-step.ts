import type { FreeForm } from '../collections/field-schemas.js'

/** A step of a deployment: all four are required. */
export interface DeployStep {
  readonly interface: string
  readonly step: string
  readonly args: FreeForm
  /** 0 disables the step. */
  readonly priority: number
}
