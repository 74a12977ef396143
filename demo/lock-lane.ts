import type { LockEvents, LockWatch } from './lock-watch.ts'
import { seconds, type Actor, type Terminal } from './terminal.ts'

/** What the bucket sees, as lines in the lane of the lock. */
export function lockEvents({ say, name }: Terminal, onTaken: () => void): LockEvents {
  const the = (actor: Actor): string => `the ${name(actor)}`
  return {
    onTaken({ holder, operation, lockId, handOverMs, waitedSince, takenAt }) {
      const later = handOverMs === undefined ? '' : ` ${seconds(handOverMs)} after it came free`
      const waited = waitedSince === undefined ? '' : `, having waited ${seconds(takenAt - waitedSince)}`
      say('lock', `${the(holder)} takes it (${operation}, ${lockId})${later}${waited}`)
      onTaken()
    },
    onReleased({ holder, takenAt, releasedAt = takenAt }) {
      say('lock', `${the(holder)} gives it back after ${seconds(releasedAt - takenAt)}`)
    },
    onWaiting(actor, { holder }) {
      say('lock', `${the(actor)} finds it held by ${the(holder)}, and waits`)
    },
  }
}

/** Who waits at this moment, and how long already. */
export function describeWaiting({ name }: Terminal, { waiting, holder }: LockWatch): string {
  const held = holder()
  const waits = [...waiting].map(([actor, { since }]) => {
    return `${name(actor)} has waited ${seconds(performance.now() - since)}`
  })
  if (waits.length === 0) return ''
  return `  ⏳ ${held === undefined ? 'the lock is free' : `${name(held.holder)} holds the lock`} · ${waits.join(' · ')}`
}
