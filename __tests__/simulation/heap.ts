export interface Heap<T> {
  push(item: T): void
  first(): T | undefined
  shift(): void
}

/** A binary heap: the least item first. */
export function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const items: T[] = []
  const isLess = (a: number, b: number): boolean => compare(items[a]!, items[b]!) < 0
  const swap = (a: number, b: number): void => {
    ;[items[a], items[b]] = [items[b]!, items[a]!]
  }
  return {
    first: () => items[0],
    push(item) {
      items.push(item)
      for (let at = items.length - 1; at > 0;) {
        const parent = (at - 1) >> 1
        if (!isLess(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    shift() {
      const last = items.pop()
      if (last === undefined || items.length === 0) return
      items[0] = last
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let least = at
        if (left < items.length && isLess(left, least)) least = left
        if (right < items.length && isLess(right, least)) least = right
        if (least === at) break
        swap(at, least)
        at = least
      }
    },
  }
}
