import type { RecordedRequest } from 'ironic-driver/testing'
import type { Machine } from './drive-fleet.js'

/** Counts the requests by method and route, in total and per machine. */
export function reportRequests(requests: readonly RecordedRequest[], machines: readonly Machine[]): string[] {
  const counts = new Map<string, number>()
  for (const { route } of requests) counts.set(route, (counts.get(route) ?? 0) + 1)
  const rows = [...counts].toSorted(([, one], [, other]) => other - one)
  const own = machines.map(({ node }) => requests.filter(({ path }) => path.includes(node)).length)
  const ownSum = own.reduce((sum, count) => sum + count, 0)
  return [
    'Requests sent',
    ...rows.map(([route, count]) => {
      const [method = '', path = ''] = route.split(' ')
      return `  ${String(count).padStart(5)}  ${method.padEnd(5)} ${path}`
    }),
    `  ${String(requests.length).padStart(5)}  in total: ${perMachine(requests.length, machines.length)} for each of ${machines.length} machines, waits included`,
    `         ${Math.min(...own)} to ${Math.max(...own)} for each machine alone; ${requests.length - ownSum} for all of them together`,
  ]
}

export function perMachine(requests: number, machines: number): string {
  return (requests / machines).toFixed(1)
}
