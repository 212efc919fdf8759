import { test } from 'vitest'
import { IronicSimulator } from 'ironic-driver/testing'

const ironic = new IronicSimulator()

test('a misspelt field of a node, a port or a state does not compile', () => {
  ironic
    .node({ name: 'metal-1', resource_class: 'large' })
    .withPort({ address: '52:54:00:12:34:56' })
    .available()
  // @ts-expect-error there is no such field
  ironic.node({ resource_clas: 'large' })
  // @ts-expect-error it is not a string
  ironic.node({ maintenance: 'yes' })
  // @ts-expect-error there is no such field
  ironic.node({}).withPort({ adress: '52:54:00:12:34:56' })
  // @ts-expect-error there is no such field
  ironic.node({}).withPortgroup({ modus: '802.3ad' })
  // @ts-expect-error there is no such state
  ironic.node({}).inState('deploy faild')
  // @ts-expect-error there is no such field
  ironic.node({}).active({ last_eror: 'No space left on device' })
  // @ts-expect-error the last call of the chain sets the state
  ironic.node({ provision_state: 'active' })
})

test('a misspelt option, failure or disruption does not compile', () => {
  // @ts-expect-error there is no such option
  new IronicSimulator({ colour: 'red' })
  // @ts-expect-error there is no such release
  new IronicSimulator({ release: '1.0' })
  const node = ironic.find('metal-1')
  // @ts-expect-error there is no such operation
  node?.failNext('deployment')
  // @ts-expect-error there is no such field
  node?.force({ provision_stat: 'active' })
  // @ts-expect-error there is no such disruption
  ironic.disruptions.next({ method: 'PUT' }, 'dropped')
})
