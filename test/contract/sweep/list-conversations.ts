import { type Ask, type Conversation, conversation, get } from '../replies/conversation.js'
import { fewTexts, oddTexts } from './odd-values.js'
import type { SweptResource } from './swept-resources.js'
import { erasOf, newestOf } from './swept-versions.js'
import { rangeOf, together } from './together.js'

const PAGING = ['limit', 'marker', 'sort_key', 'sort_dir', 'fields', 'detail', 'wheels']

/** Every parameter of a list. */
export function listConversations(resource: SweptResource): readonly Conversation[] {
  const { collection, given: before } = resource
  const names = [...PAGING, ...resource.filters]
  return [
    ...together(names).map((some) =>
      conversation(`lists of ${collection}, ${rangeOf(some)}`, newestOf(resource), [
        ...before,
        ...queries(resource, some, oddTexts),
        ...some.map((name) => get(`${collection}?${name}={id:it}&${name}={id:odd}`, OURS)),
      ]),
    ),
    conversation(`older lists of ${collection}`, erasOf(resource), [
      ...before,
      ...queries(resource, names, fewTexts),
    ]),
  ]
}

const OURS = { oursOnly: true, shown: ['uuid', 'name', 'address'] }

function queries({ collection }: SweptResource, names: readonly string[], texts: readonly string[]): Ask[] {
  return names.flatMap((name) =>
    texts
      // the content of the first page depends on other resources
      .filter((text) => name !== 'limit' || text !== '5')
      .map((text) => get(`${collection}?${name}=${text}`, OURS)),
  )
}
