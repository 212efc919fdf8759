import { ForbiddenError } from 'ironic-driver/client'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { baseRun } from './base-run.js'
import { caseId, parseCaseId } from './matrix-case.js'
import { judgeFailure, judgeSuccess } from './judge-world.js'
import { casesOf } from './list-cases.js'
import { OPERATIONS, operationsOf, WITHOUT_RESULT } from './operations.js'
import { runCase } from './run-case.js'
import { sampled } from './sample.js'

// The matrix itself is in `matrix`, and runs by `npm run test:faults`.

it('has a scenario for every operation of the driver', () => {
  const driver = new IronicDriver({ transport: new IronicSimulator() })
  expect([...OPERATIONS, ...WITHOUT_RESULT].sort()).toEqual([...operationsOf(driver)].sort())
})

it('finds each of its cases by its id', async () => {
  for (const one of await casesOf('provisioning.reserve')) expect(parseCaseId(caseId(one))).toEqual(one)
})

it.each(['power.off', 'networking.attachVif', 'storage.attachTarget', 'lifecycle.manage'])(
  'finds no violation in some cases of %s',
  async (operation) => {
    const some = sampled(await casesOf(operation), 25, 'smoke')
    for (const one of some) expect(await runCase(one), caseId(one)).toEqual([])
  },
)

it('reports a success without effect, and an effect that an error does not mention', async () => {
  const base = await baseRun('provisioning.spawn', 'fake')
  expect(judgeSuccess(base, base.idle).map(({ rule }) => rule)).toEqual(['ok but not done'])
  expect(judgeSuccess(base, base.done)).toEqual([])
  const refused = new ForbiddenError({ status: 403, fault: 'No.' })
  expect(judgeFailure(base, base.done, refused).map(({ rule }) => rule)).toEqual([
    'failed but done, unreported',
  ])
  expect(judgeFailure(base, base.idle, refused)).toEqual([])
})
