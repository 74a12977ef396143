import type { Recovery, ResourceFate } from '../plan/unsaved.ts'
import { plural } from './plan-groups.ts'

/** How much the state may lack, in a line. */
export function describeRecovery({ fates, isStateRead }: Recovery): string {
  const count = (action: ResourceFate['action'], test: (fate: ResourceFate) => boolean): number =>
    fates.filter((fate) => fate.action === action && fate.verdict !== 'saved' && test(fate)).length
  const lacks = count('create', ({ verdict }) => verdict === 'unsaved')
  const mayLack = count('create', ({ verdict }) => verdict === 'unknown')
  const old = count('update', () => true)
  const gone = count('delete', () => true)
  const parts = [
    lacks === 0
      ? ''
      : `${isStateRead ? 'lacks' : 'may lack'} ${plural(lacks, 'resource')} that ${lacks === 1 ? 'exists' : 'exist'}`,
    mayLack === 0
      ? ''
      : `may lack ${String(mayLack)}${lacks === 0 ? ` ${mayLack === 1 ? 'resource' : 'resources'}` : ' more'}`,
    old === 0 ? '' : `may be old for ${String(old)} changed`,
    gone === 0 ? '' : `may still have ${String(gone)} destroyed`,
  ].filter((part) => part !== '')
  if (parts.length === 0) return 'The saved state lacks nothing that this run made'
  return `The saved state ${parts.length === 1 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`}`
}

/** What happened to it. */
export function describeFate({ action, progress, provisionerSeen }: ResourceFate): string {
  const [done, doing, noun] = WORDS[action]
  if (progress === 'complete') return done
  if (action === 'create' && provisionerSeen) {
    return progress === 'errored' ? `${done}, its provisioner failed` : `${done}, its provisioner was cut off`
  }
  return progress === 'errored' ? `${noun} failed` : doing
}

const WORDS: Readonly<Record<ResourceFate['action'], readonly [string, string, string]>> = {
  create: ['created', 'creation was cut off', 'creation'],
  update: ['changed', 'change was cut off', 'change'],
  delete: ['destroyed', 'destruction was cut off', 'destruction'],
  open: ['opened', 'was open', 'opening'],
  invoke: ['action done', 'action was cut off', 'action'],
}

/** What the saved state has of it; `code` puts an ID into it. */
export function describeInState(
  { action, inState, idInState }: ResourceFate,
  code: (id: string) => string,
): string {
  const id = idInState === undefined ? '' : ` ${code(idInState.value)}`
  if (action === 'open' || action === 'invoke') return 'never has it'
  switch (inState) {
    case 'nothing':
      return 'lacks it'
    case 'this-object':
      return action === 'update' ? 'may be old' : 'still has it'
    case 'other-object':
      return `has another${id}`
    case 'some-object':
      return `has${id === '' ? ' an object' : id}, which may be another`
    case 'not-read':
      return 'not read'
  }
}
