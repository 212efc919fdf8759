// A minimal service: every TypeScript compiles it against the packed library, and plain Node runs it.
import { IronicDriver, type PowerStatus, type Transport } from 'ironic-driver'
import { NotFoundError, type Node } from 'ironic-driver/client'
import { IronicSimulator } from 'ironic-driver/testing'

const simulator = new IronicSimulator()
const transport: Transport = simulator
const node = simulator.node({ name: 'metal-1' }).available()
const driver = new IronicDriver({ transport })

const read = await driver.power.state({ node: 'metal-1' })
const power: PowerStatus | undefined = read.unwrapOr(undefined)
if (power?.node !== node.uuid) throw new Error(`read ${JSON.stringify(read)}`)

const listed = await driver.client.nodes.list({ fields: ['name'] }).all()
const names: readonly (string | null)[] = listed.unwrapOr([]).map(({ name }) => name)
if (names.join() !== 'metal-1') throw new Error(`listed ${JSON.stringify(listed)}`)

const named: readonly Pick<Node, 'name'>[] = listed.unwrapOr([])
if (named.length !== 1) throw new Error('the types of the client do not fit those of the driver')

const unknown = await driver.client.nodes.get('metal-2')
if (!unknown.isErr() || !(unknown.error instanceof NotFoundError)) throw new Error(JSON.stringify(unknown))

const missing = await driver.power.on({ node: 'metal-2' })
if (!missing.isErr() || missing.error.kind !== 'node_not_found') throw new Error(JSON.stringify(missing))
