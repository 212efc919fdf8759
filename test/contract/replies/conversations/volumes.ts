import type { JsonValue } from '../../comparison/json-value.js'
import { conversation, get, given, patch, post, put, remove } from '../conversation.js'
import { aNode } from './given-nodes.js'

export const volumeConversations = [
  conversation(
    'volume connectors',
    ['1.31', '1.32', 'newest'],
    [
      aNode('web'),
      get('/v1/volume'),
      post('/v1/volume/connectors', {
        uuid: '{id:c}',
        node_uuid: '{id:web}',
        type: 'iqn',
        connector_id: 'iqn.{run}',
      }),
      post('/v1/volume/connectors', { node_uuid: '{id:web}', type: 'iqn', connector_id: 'iqn.{run}' }),
      ...(
        [
          {},
          { node_uuid: '{id:nobody}', type: 'iqn', connector_id: 'x{run}' },
          { node_uuid: '{id:web}', type: 'iqn' },
          { node_uuid: '{id:web}', type: 5, connector_id: 'x{run}' },
          { node_uuid: '{id:web}', type: 'iqn', connector_id: 'x{run}', wheels: 4 },
          { node_uuid: '{id:web}', type: 'iqn', connector_id: 'x{run}', uuid: 'x' },
        ] as JsonValue[]
      ).map((body) => post('/v1/volume/connectors', body)),
      get('/v1/volume/connectors/{id:c}'),
      get('/v1/volume/connectors/{id:c}?fields=type'),
      get('/v1/volume/connectors?node={id:web}'),
      get('/v1/volume/connectors?node={run}-web&detail=true'),
      get('/v1/volume/connectors?node={id:web}&detail=true&fields=uuid'),
      get('/v1/volume/connectors?node={id:web}&limit=1&fields=uuid'),
      get('/v1/volume/connectors?node={id:nobody}'),
      get('/v1/volume/connectors?sort_key=wheels'),
      get('/v1/nodes/{id:web}/volume'),
      get('/v1/nodes/{id:web}/volume/connectors'),
      patch('/v1/volume/connectors/{id:c}', [{ op: 'replace', path: '/extra', value: { a: 1 } }]),
      given(put('/v1/nodes/{id:web}/states/power', { target: 'power off' })),
      { kind: 'settle', path: '/v1/nodes/{id:web}' },
      patch('/v1/volume/connectors/{id:c}', [{ op: 'replace', path: '/extra', value: { a: 1 } }]),
      patch('/v1/volume/connectors/{id:c}', [{ op: 'replace', path: '/uuid', value: '{id:new}' }]),
      patch('/v1/volume/connectors/{id:c}', [{ op: 'remove', path: '/type' }]),
      patch('/v1/volume/connectors/{id:nobody}', [{ op: 'replace', path: '/extra', value: {} }]),
      remove('/v1/volume/connectors/{id:c}'),
      remove('/v1/volume/connectors/{id:c}'),
      get('/v1/volume/connectors/x'),
    ],
  ),
  conversation(
    'volume targets',
    ['1.31', '1.32', 'newest'],
    [
      aNode('web'),
      post('/v1/volume/targets', {
        uuid: '{id:t}',
        node_uuid: '{id:web}',
        volume_type: 'iscsi',
        volume_id: 'v{run}',
        boot_index: 0,
        properties: { auth_password: 'x', target_iqn: 'i' },
      }),
      ...(
        [
          { node_uuid: '{id:web}', volume_type: 'iscsi', volume_id: 'w', boot_index: 0 },
          { node_uuid: '{id:web}', volume_type: 'iscsi', volume_id: 'w', boot_index: 'x' },
          { node_uuid: '{id:web}', volume_type: 'iscsi', volume_id: 'w' },
          { node_uuid: '{id:web}', volume_type: 'iscsi', boot_index: 1 },
          { node_uuid: '{id:nobody}', volume_type: 'iscsi', volume_id: 'w', boot_index: 1 },
          { node_uuid: '{id:web}', volume_type: 'iscsi', volume_id: 'w', boot_index: 1, wheels: 4 },
          {},
        ] as JsonValue[]
      ).map((body) => post('/v1/volume/targets', body)),
      get('/v1/volume/targets/{id:t}'),
      get('/v1/volume/targets?node={id:web}'),
      get('/v1/volume/targets?node={id:web}&detail=true'),
      get('/v1/volume/targets?node={id:web}&fields=wheels'),
      get('/v1/volume/targets?sort_key=properties'),
      get('/v1/nodes/{id:web}/volume/targets'),
      patch('/v1/volume/targets/{id:t}', [{ op: 'replace', path: '/boot_index', value: 1 }]),
      remove('/v1/volume/targets/{id:t}'),
      given(put('/v1/nodes/{id:web}/states/power', { target: 'power off' })),
      { kind: 'settle', path: '/v1/nodes/{id:web}' },
      patch('/v1/volume/targets/{id:t}', [{ op: 'replace', path: '/boot_index', value: 1 }]),
      patch('/v1/volume/targets/{id:t}', [{ op: 'replace', path: '/boot_index', value: 'x' }]),
      remove('/v1/volume/targets/{id:t}'),
      remove('/v1/volume/targets/{id:t}'),
    ],
  ),
]
