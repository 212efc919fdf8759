import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROLE_LOGINS, type RoleLogin } from './role-logins.js'
import { expectedPermissions } from './role-permissions.js'
import { expectedVerbs, type RoleVerb } from './role-verbs.js'

/** The verbs of the driver and the requests of the client that each column of the table covers. */
const COLUMNS: Readonly<
  Record<string, { readonly verbs: readonly RoleVerb[]; readonly requests: readonly string[] }>
> = {
  'spawn, redeploy, rescue, destroy, manage': {
    verbs: ['reserve', 'spawn', 'redeploy', 'rescue', 'destroy', 'manage'],
    requests: ['info', 'validate'],
  },
  power: { verbs: ['power'], requests: [] },
  'VIFs, maintenance': { verbs: ['vifs', 'maintenance'], requests: ['vif', 'maintenance'] },
  console: { verbs: ['console'], requests: ['console'] },
  'remove the node': { verbs: ['remove'], requests: [] },
}

/** Returns the logins of a row of the table: "`manager` or `member` of the owner". */
function loginsOf(row: string): readonly RoleLogin[] {
  const roles = [...row.matchAll(/`(\w+)`/g)].map(([, role]) => role)
  const of = row.includes('any other project') ? 'stranger' : /system|owner|lessee/.exec(row)?.[0]
  return ROLE_LOGINS.filter((login) => login.of === of && (of === 'stranger' || roles.includes(login.role)))
}

const [heads = [], ...rows] = readFileSync(new URL('../../docs/guide/login.md', import.meta.url), 'utf8')
  .split('\n## ')
  .filter((section) => section.startsWith('Roles'))
  .flatMap((section) => section.split('\n'))
  .filter((line) => line.startsWith('|') && !line.startsWith('| --'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

it('has a row for each login', () => {
  expect(rows.flatMap(([login = '']) => loginsOf(login)).map(({ name }) => name)).toEqual(
    ROLE_LOGINS.map(({ name }) => name),
  )
  expect(heads.slice(2)).toEqual(Object.keys(COLUMNS))
})

it.each(rows)('says of %s what is tested', (...cells) => {
  const [row = '', sees = '', ...answers] = cells
  for (const login of loginsOf(row)) {
    const [verbs, requests] = [expectedVerbs(login), expectedPermissions(login)]
    for (const [index, answer] of answers.entries()) {
      const head = heads[index + 2] ?? ''
      const column = COLUMNS[head]
      const outcomes = [
        ...(column?.verbs ?? []).map((verb) => verbs[verb]),
        ...(column?.requests ?? []).map((request) => requests[request]),
      ]
      const isAllowed = answer.startsWith('yes')
      expect(
        outcomes.every((outcome) => (outcome === 'ok') === isAllowed),
        `${login.name}, ${head}`,
      ).toBe(true)
      const byAllocation = head.startsWith('spawn') && isAllowed && requests['link'] !== 'ok'
      expect(answer.includes('by an allocation'), `${login.name}, ${head}`).toBe(byAllocation)
    }
    expect(sees.includes('404'), login.name).toBe(verbs.status === 'hidden')
    expect(sees.includes('all nodes'), login.name).toBe(requests['list'] === 'ok')
    expect(sees.includes('in part'), login.name).toBe(verbs.status === 'ok' && requests['history'] !== 'ok')
  }
})
