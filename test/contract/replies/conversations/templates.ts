import type { JsonValue } from '../../comparison/json-value.js'
import { conversation, get, patch, post, remove } from '../conversation.js'

/** Deploy templates, and runbooks, which have the same form. */
export const templateConversations = [
  conversation('deploy templates', ['1.54', '1.55', 'newest'], templates('/v1/deploy_templates', 'priority')),
  conversation('runbooks', ['1.82', '1.91', '1.92', '1.112', 'newest'], templates('/v1/runbooks', 'order')),
]

function templates(path: string, rank: 'priority' | 'order') {
  const step = { interface: 'deploy', step: 'x', args: { a: 1, password: 'x' }, [rank]: 1 }
  return [
    post(path, { uuid: '{id:t}', name: 'CUSTOM_{RUN}', steps: [step], extra: { a: 1 } }),
    ...(
      [
        {},
        { name: 'CUSTOM_{RUN}', steps: [step] },
        { name: 'CUSTOM_{RUN}2', steps: [] },
        { name: 'CUSTOM_{RUN}2', steps: [step, step] },
        { name: 'CUSTOM_{RUN}2', steps: [{}] },
        { name: 'CUSTOM_{RUN}2', steps: 'x' },
        { name: 'CUSTOM_{RUN}2', steps: [{ ...step, interface: 'wheels' }] },
        { name: 'CUSTOM_{RUN}2', steps: [{ ...step, [rank]: -1 }] },
        { name: 'CUSTOM_{RUN}2', steps: [{ ...step, wheels: 4 }] },
        { name: 'a b', steps: [step] },
        { name: 'wheels', steps: [step], uuid: '{id:w}' },
        { name: 'CUSTOM_{RUN}2', steps: [step], wheels: 4 },
        { name: 'CUSTOM_{RUN}2', steps: [step], uuid: 'x' },
      ] as JsonValue[]
    ).map((body) => post(path, body)),
    get(`${path}/{id:t}`),
    get(`${path}/CUSTOM_{RUN}`),
    get(`${path}/{id:t}?fields=name`),
    get(path, { oursOnly: true }),
    get(`${path}?detail=true`, { oursOnly: true }),
    get(`${path}?fields=wheels`),
    get(`${path}?detail=true&fields=name`),
    get(`${path}?sort_key=steps`),
    get(`${path}?limit=0`),
    patch(`${path}/{id:t}`, [{ op: 'replace', path: '/name', value: 'CUSTOM_{RUN}3' }]),
    patch(`${path}/{id:t}`, [{ op: 'replace', path: '/name', value: 'a b' }]),
    patch(`${path}/{id:t}`, [{ op: 'replace', path: '/steps', value: [] }]),
    patch(`${path}/{id:t}`, [{ op: 'replace', path: '/extra', value: {} }]),
    patch(`${path}/{id:t}`, [{ op: 'replace', path: '/uuid', value: '{id:new}' }]),
    patch(`${path}/{id:nobody}`, [{ op: 'replace', path: '/extra', value: {} }]),
    remove(`${path}/{id:t}`),
    remove(`${path}/{id:t}`),
    get(`${path}/{id:t}`),
    get(`${path}/wheels`),
  ]
}
