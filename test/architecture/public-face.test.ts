import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** What the report of an entry says that it exports. */
function namesOf(report: string): readonly string[] {
  const text = readFileSync(new URL(`../../etc/${report}.api.md`, import.meta.url), 'utf8')
  const declared = /^export (?:declare )?(?:abstract )?(?:const|function|class|interface|type) (\w+)/gm
  return [...text.matchAll(declared)].map(([, name = '']) => name)
}

it('exports few names from the main entry, and none that could be anything', () => {
  const names = namesOf('ironic-driver')
  expect(names.length).toBeGreaterThan(200)
  expect(names.length).toBeLessThanOrEqual(300)
  const generic = [
    'Node',
    'Image',
    'Port',
    'Token',
    'Instance',
    'Flavor',
    'Target',
    'Reason',
    'Context',
    'Options',
  ]
  expect(names.filter((name) => generic.includes(name))).toEqual([])
})

it.each(['ironic-driver', 'client'])('keeps the types that only the library needs out of %s', (entry) => {
  const internal =
    /^(NodeReader|NodeWatcher|Verdict|judge\w*|planTransition|FaultOf|Listed|Selected|Only|MayGive)$/
  expect(namesOf(entry).filter((name) => internal.test(name))).toEqual([])
})
