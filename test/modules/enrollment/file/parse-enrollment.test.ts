import { inspect } from 'node:util'
import { parseEnrollment } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'

const SECRET = 'canary-55'
const parse = (text: string, file = 'rack.yaml') => parseEnrollment([{ file, text }])

const YAML = `
chassis:
  - description: rack-7
    nodes:
      - &server
        name: metal-1
        driver: redfish
        driver_info: { redfish_address: https://10.0.0.7, redfish_password: ${SECRET} }
        properties: { cpus: 8, local_gb: 0100 }
        traits: [CUSTOM_GPU]
        ports:
          - address: 52:54:00:12:34:56
            pxe_enabled: no
          - { address: 'AA:BB:CC:DD:EE:FF', local_link_connection: { port_id: "1", switch_id: '00:00:00:00:00:01' } }
        portgroups:
          - name: bond-1
            ports: [{ address: '52:54:00:00:00:09' }]
nodes:
  - <<: *server
    name: metal-2
    description:
    extra: { since: 2026-01-02 }
    ports: []
    portgroups: []
`

describe('parseEnrollment', () => {
  it('reads YAML as people write it', async () => {
    const { chassis, nodes } = expectOk(await parse(YAML))
    const server = {
      driver: 'redfish',
      driver_info: { redfish_address: 'https://10.0.0.7', redfish_password: SECRET },
      properties: { cpus: 8, local_gb: 64 },
      traits: ['CUSTOM_GPU'],
    }
    expect(chassis).toEqual([
      {
        description: 'rack-7',
        nodes: [
          {
            ...server,
            name: 'metal-1',
            ports: [
              { address: '52:54:00:12:34:56', pxe_enabled: false },
              {
                address: 'aa:bb:cc:dd:ee:ff',
                local_link_connection: { port_id: '1', switch_id: '00:00:00:00:00:01' },
              },
            ],
            portgroups: [{ name: 'bond-1', ports: [{ address: '52:54:00:00:00:09' }] }],
          },
        ],
      },
    ])
    expect(nodes).toEqual([
      {
        ...server,
        name: 'metal-2',
        description: null,
        extra: { since: '2026-01-02' },
        ports: [],
        portgroups: [],
      },
    ])
  })

  it('reads JSON that is indented with tabs', async () => {
    const text = JSON.stringify({ nodes: [{ name: 'a', driver: 'ipmi', ports: [] }] }, null, '\t')
    expect(expectOk(await parse(text, 'rack.json')).nodes).toEqual([{ name: 'a', driver: 'ipmi', ports: [] }])
  })

  it('lets thousands of nodes share one definition, and refuses an alias bomb', async () => {
    const first =
      '- &server { name: metal-0, driver: ipmi, properties: &size { cpus: 8 }, extra: { of: &of [1] } }'
    const others = Array.from(
      { length: 2_000 },
      (_, index) => `- { <<: *server, name: metal-${index + 1}, properties: *size, extra: { of: *of } }`,
    )
    const { nodes } = expectOk(await parse(`nodes:\n${[first, ...others].join('\n')}`))
    expect(nodes).toHaveLength(2_001)
    const machine = { name: 'metal-2000', driver: 'ipmi', properties: { cpus: 8 }, extra: { of: [1] } }
    expect(nodes?.at(-1)).toEqual(machine)

    const tenfold = (of: number) =>
      `  a${of}: &a${of} [${Array<string>(10)
        .fill(`*a${of - 1}`)
        .join(', ')}]`
    const bomb = ['extra:', '  a0: &a0 [1]', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(tenfold)]
    expect(expectErr(await parse(bomb.join('\n')), 'enrollment_file_invalid').message).toMatch(/alias/)
  })

  it('merges several files', async () => {
    const files = ['a', 'b'].map((name) => ({
      file: `${name}.yaml`,
      text: `nodes: [{ name: ${name}, driver: ipmi }]`,
    }))
    expect(expectOk(await parseEnrollment(files)).nodes?.map(({ name }) => name)).toEqual(['a', 'b'])
    const [first = { file: '', text: '' }] = files
    const error = expectErr(
      await parseEnrollment([first, { ...first, file: 'c.yaml' }]),
      'enrollment_file_invalid',
    )
    expect(error).toMatchObject({ file: 'c.yaml', path: 'nodes[0].name' })
    expect(error.message).toBe('c.yaml: `nodes[0].name` is also in a.yaml, but must be unique.')
  })

  it.each<[string, string | undefined, RegExp]>([
    [
      'nodes:\n  - driver: ipmi\n   name: a',
      undefined,
      /^rack\.yaml: line 3 is not YAML \([A-Z_]+\); correct it\.$/,
    ],
    [`nodes: [*${SECRET}]`, undefined, /alias/],
    ['', undefined, /^rack\.yaml: is not a mapping; begin it with `nodes` or `chassis`\.$/],
    ['- driver: ipmi', undefined, /not a mapping/],
    ['{ "nodes": [{ "driver": ', undefined, /is not YAML/],
    ['nodes: {}', 'nodes', /must be an array, not an object\.$/],
    ['ports: []', 'ports', /Unknown field `ports`\. Known fields: `chassis`, `nodes`\.$/],
    ['nodes: [{ name: a }]', 'nodes[0].driver', /is missing; pass a driver, such as redfish\.$/],
    ['nodes: [{ driver: ipmi }]', 'nodes[0]', /needs a name, a uuid or a port/],
    [
      'nodes: [{ name: 7, driver: ipmi }]',
      'nodes[0].name',
      /must be a string, not a number; put it in quotes\.$/,
    ],
    [
      `nodes: [{ name: a, driver: ipmi, ports: [{ address: ${SECRET} }] }]`,
      'nodes[0].ports[0].address',
      /must be a MAC address, such as 52:54:00:12:34:56\.$/,
    ],
    [
      'chassis: [{ description: r, nodes: [{ name: a, driver: ipmi, portgroups: [{ name: b, ports: [{ adress: x }] }] }] }]',
      'chassis[0].nodes[0].portgroups[0].ports[0].address',
      /is missing/,
    ],
    [
      'nodes: [{ name: a, driver: ipmi, extra: { id: 12345678901234567890 } }]',
      'nodes[0].extra.id',
      /bigint/,
    ],
    [
      '{ "nodes": [{ "name": "a", "driver": "ipmi", "extra": { "id": 12345678901234567890 } }] }',
      'nodes[0].extra.id',
      /bigint/,
    ],
    ['chassis: [{ nodes: [] }]', 'chassis[0]', /needs a uuid or a description/],
    [
      `nodes: [{ name: a, driver: ipmi, driver_info: ${SECRET} }]`,
      'nodes[0].driver_info',
      /must be an object/,
    ],
  ])('reports the place of an error and what to do: %j', async (text, path, message) => {
    const error = expectErr(await parse(text), 'enrollment_file_invalid')
    expect(error).toMatchObject({
      file: 'rack.yaml',
      path,
      advice: 'fix_request',
      operation: 'parseEnrollment',
    })
    expect(error.message).toMatch(message)
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(SECRET)
  })

  it.each([[[]], [[{ file: '', text: '' }]], [[{ file: 'a' }]], ['nodes: []']])(
    'requires a list of files: %j',
    async (files) => {
      expectErr(await parseEnrollment(files as never), 'invalid_input')
    },
  )
})
