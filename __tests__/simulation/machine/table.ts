import { ServiceError } from './network.ts'

type Item = Readonly<Record<string, string>>

export interface ItemChange {
  readonly key: string
  readonly before: Item | undefined
  readonly after: Item | undefined
  readonly isConditional: boolean
}

/** Holds where the item passes; undefined: there is none. */
export type ItemCondition = (item: Item | undefined) => boolean

/** A DynamoDB table with the string key LockID. */
export interface Table {
  peek(key: string): Item | undefined
  keys(): readonly string[]
  put(key: string, item: Item, condition?: ItemCondition): void
  remove(key: string, condition?: ItemCondition): void
}

export function createTable(onChange: (change: ItemChange) => void): Table {
  const items = new Map<string, Item>()
  const change = (key: string, after: Item | undefined, condition: ItemCondition | undefined): void => {
    const before = items.get(key)
    if (condition !== undefined && !condition(before))
      throw new ServiceError('ConditionalCheckFailedException', 400, 'The conditional request failed')
    if (after === undefined) items.delete(key)
    else items.set(key, after)
    if (before !== undefined || after !== undefined)
      onChange({ key, before, after, isConditional: condition !== undefined })
  }
  return {
    peek: (key) => items.get(key),
    keys: () => [...items.keys()],
    put: (key, item, condition) => {
      change(key, item, condition)
    },
    remove: (key, condition) => {
      change(key, undefined, condition)
    },
  }
}
