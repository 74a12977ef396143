import type { Random } from '../../../src/clock.ts'

export interface Dice {
  readonly random: Random
  chance(share: number): boolean
  between(least: number, most: number): number
  /** Mostly near the least. */
  skewed(least: number, most: number): number
  one<T>(items: readonly T[]): T
}

export function diceOf(random: Random): Dice {
  const between = (least: number, most: number): number => least + (most - least) * random()
  return {
    random,
    chance: (share) => random() < share,
    between,
    skewed: (least, most) => least + (most - least) * random() ** 3,
    one: (items) => items[Math.floor(random() * items.length)]!,
  }
}
