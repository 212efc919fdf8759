import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OperationReport } from './run-operation.js'

const MOST_SHOWN = 20

export function writeReport(folder: string, report: OperationReport): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${report.operation}.json`), JSON.stringify(report))
}

export function readReports(folder: string): readonly OperationReport[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as OperationReport)
}

/** Returns the violations of an operation as the message of a failed test. */
export function violationText({ violations }: OperationReport): string {
  const lines = violations.slice(0, MOST_SHOWN).map(({ id, rule, why }) => `${rule}: ${id}\n    ${why}`)
  const more = violations.length - lines.length
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

/** Returns how many cases of each operation ran, and how many violated something. */
export function reportTable(reports: readonly OperationReport[]): string {
  const sum = (count: (report: OperationReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0)
  const failed = ({ violations }: OperationReport) => new Set(violations.map(({ id }) => id)).size
  const row = (name: string, tried: number, all: number, bad: number) =>
    `${name.padEnd(30)} ${String(tried).padStart(7)} ${String(all).padStart(7)} ${String(bad).padStart(9)}`
  return [
    `${'operation'.padEnd(30)}   tried  of all  violating`,
    ...reports.map((report) => row(report.operation, report.tried, report.all, failed(report))),
    row(
      'all',
      sum(({ tried }) => tried),
      sum(({ all }) => all),
      sum(failed),
    ),
  ].join('\n')
}
