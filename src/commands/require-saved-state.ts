import { LockstepError } from '../errors.ts'
import { urlOfRun } from '../lock/annotation.ts'
import type { MarkerReading, MarkedState, UnsavedStates } from '../lock/unsaved-marker.ts'
import { renderShellWord } from '../report/shell-word.ts'
import { retryDelayMs } from '../retry/backoff.ts'
import { createStoredState } from '../terraform/stored-state.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { warn, type Prepared } from './prepare.ts'

/**
 * Starts to look for the marker of a state that could not be saved. The returned function throws `state-not-saved`
 * where there is one, and looks again each further time that it is called: whoever was waited for may have left one.
 */
export function requireSavedState(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
): () => Promise<void> {
  let started: Promise<void> | undefined = lookAtMarker(deps, journey, prepared)
  // Told where it is awaited; until then Node would end this process for it.
  started.catch(() => undefined)
  return async () => {
    const look = started ?? lookAtMarker(deps, journey, prepared)
    started = undefined
    await look
  }
}

async function lookAtMarker(deps: Dependencies, journey: Journey, prepared: Prepared): Promise<void> {
  const { log, cancelled } = deps
  const { unsaved } = prepared.backend
  if (unsaved === undefined) return
  const marker = await readMarker(deps, unsaved)
  switch (marker.kind) {
    case 'none':
      return
    case 'unknown': {
      if (cancelled.aborted) return
      const sentence = `Whether the state of an earlier apply is still to be saved could not be read from ${unsaved.markerAddress}: ${marker.reason}.`
      if (marker.transient)
        throw new LockstepError('state-not-saved', `${sentence} Nothing was applied.`, 'Run it again.')
      if (marker.isDenied) log.debug(sentence)
      else warn(deps, journey, sentence)
      return
    }
    case 'garbled':
      throw new LockstepError(
        'state-not-saved',
        `${unsaved.markerAddress} says that the state of an earlier apply could not be saved, but it could not be understood: ${marker.reason}.`,
        'Look at it, and at what is kept beside it. Once the state is complete, remove it:',
        { commands: [unsaved.removeCommand] },
      )
    case 'marked': {
      const left = await withoutSaved(deps, prepared, unsaved, marker.states)
      const [oldest] = left
      if (oldest === undefined) return
      if (oldest.copyKey !== null) journey.erroredState = unsaved.addressOf(oldest.copyKey)
      throw stateNotSaved(unsaved, left, prepared.workspaceVariable)
    }
  }
}

const maxReads = 4

/** A store that did not answer may do so in a moment. */
async function readMarker(
  { clock, random, cancelled }: Dependencies,
  unsaved: UnsavedStates,
): Promise<MarkerReading> {
  for (let reads = 1; ; reads += 1) {
    const marker = await unsaved.readMarker(cancelled)
    const isPassing = marker.kind === 'unknown' && marker.transient
    if (!isPassing || cancelled.aborted || reads >= maxReads) return marker
    await clock.sleep(retryDelayMs(reads - 1, random), cancelled)
  }
}

/** Takes off the marker what is the present state of the store: somebody has pushed it. */
async function withoutSaved(
  { log, clock }: Dependencies,
  { terraform, workspaceVariable }: Prepared,
  unsaved: UnsavedStates,
  states: readonly MarkedState[],
): Promise<readonly MarkedState[]> {
  const pull = await createStoredState(terraform, workspaceVariable, clock).pull()
  const content = pull.kind === 'pulled' ? pull.state?.content : undefined
  const left = states.filter((state) => state.content !== content)
  if (content === undefined || left.length === states.length) return states
  const settling = await unsaved.settle(content)
  log.say(
    settling.kind === 'settled'
      ? `The state of an earlier apply that could not be saved is in the store now: taken off ${unsaved.markerAddress}.`
      : `The state of an earlier apply that could not be saved is in the store now, but ${unsaved.markerAddress} still names it: ${settling.reason}. Remove it before the state changes again: ${unsaved.removeCommand}`,
  )
  return settling.kind === 'settled' ? settling.left : left
}

/** A comment has room for a few. */
const maxListed = 3

function stateNotSaved(
  unsaved: UnsavedStates,
  states: readonly MarkedState[],
  workspace: string | undefined,
): LockstepError {
  const listed = states.slice(0, maxListed)
  const more = states.length > maxListed ? [`… and ${String(states.length - maxListed)} more.`] : []
  const message = [
    'Nothing is applied, since the state of an earlier apply could not be saved, and the stored one does not know what that has changed:',
    ...listed.map((state) => `- ${describeState(state, unsaved)}`),
    ...more,
  ]
  const pushes = listed.flatMap(({ copyKey }) =>
    copyKey === null ? [] : pushCommands(unsaved, copyKey, workspace),
  )
  const remove = 'bring the state in order by hand (import what it lacks) and remove the marker'
  const advice =
    pushes.length === 0
      ? `To go on, ${remove}:`
      : `To save it, run the commands below in the initialised folder; the next apply sees that and goes on. Where that is not possible, ${remove} with the last one alone.`
  const last = pushes.length === 0 ? [] : ['# only where the state cannot be pushed']
  const commands = [...pushes, ...last, unsaved.removeCommand]
  return new LockstepError('state-not-saved', message.join('\n'), advice, { commands })
}

function describeState(state: MarkedState, unsaved: UnsavedStates): string {
  const { run, since, serial, lineage, copyKey, file, reason } = state
  const by = run === undefined ? 'a run that is not known' : urlOfRun(run)
  const which = serial === null ? '' : `, serial ${String(serial)} of lineage ${lineage ?? ''}`
  const where =
    copyKey === null
      ? `no copy could be kept; it was in ${file} on the runner`
      : `kept in ${unsaved.addressOf(copyKey)}`
  return `${by}, ${since}${which}: ${where} (${reason})`
}

function pushCommands(unsaved: UnsavedStates, copyKey: string, workspace: string | undefined): string[] {
  const file = 'unsaved.tfstate'
  const variable = workspace === undefined ? '' : `TF_WORKSPACE=${renderShellWord(workspace)} `
  return [unsaved.fetchCommand(copyKey, file), `${variable}terraform state push ${file}`]
}
