import type { Recovery, ResourceFate } from '../plan/unsaved.ts'

/** One thing to do, with what there is to paste for it. */
export interface RecoveryStep {
  /** Markdown that reads well as it is. */
  readonly text: string
  /** Whole blocks of Markdown. */
  readonly block?: string | undefined
}

export interface StepParts {
  readonly hasImports: boolean
  /** False where no lock is known that keeps others out. */
  readonly isLocked: boolean
  /** The step of a workflow that removes the lock, as a block. */
  readonly unlockStep: string | undefined
  /** The commands that take replaced objects out of the state, as a block. */
  readonly stateRemovals: string | undefined
}

/** What to do, in this order: the lock goes before the plan that takes things in, since a plan takes the lock. */
export function recoverySteps(recovery: Recovery, parts: StepParts): RecoveryStep[] {
  const { hasImports, isLocked, unlockStep, stateRemovals } = parts
  const made = recovery.fates.filter(({ action, verdict }) => action === 'create' && verdict !== 'saved')
  const steps: (RecoveryStep | false)[] = [
    {
      text: 'Make sure that nothing is at work on this state any more: not that run, and nothing that its provisioners have started.',
    },
    hasImports && {
      text: 'Add the `import` blocks above to the root module of the configuration that was applied. They work where the ID is what the resource type is imported by, as its documentation says; some types cannot be imported at all, and what they made is deleted by hand.',
    },
    made.some((fate) => !(fate.verdict === 'unsaved' && fate.id !== undefined)) && {
      text: 'Look with the provider (its console, its API) for what was made without an ID being told: where it exists, write an `import` block for it, or delete it. An address that the state has already needs `terraform state rm` before that.',
    },
    !isLocked && {
      text: 'Let nobody apply until the last step is done: no lock that is known keeps anybody out.',
    },
    isLocked && {
      text: `Remove exactly this lock${unlockStep === undefined ? ' with the command `unlock`' : ' with this step'}.${made.length > 0 ? ' From then on nobody else may apply until the last step is done: Terraform would make those resources a second time.' : ''}`,
      block: unlockStep,
    },
    stateRemovals !== undefined && {
      text: 'Take out of the state what was replaced, since an `import` block for an address that the state has is passed over. What it had there, if it was not destroyed, is yours to delete then.',
      block: stateRemovals,
    },
    made.length > 0 && {
      text: 'Plan. It has to show these resources as imported, and none of them as created or replaced.',
    },
    made.length > 0 && { text: 'Apply that plan.' },
  ]
  return steps.filter((step) => step !== false)
}

/** What needs nobody, and what no import brings back; only what concerns this recovery. */
export function recoveryNotes({ fates, isStateRead }: Recovery): string[] {
  const has = (test: (fate: ResourceFate) => boolean): boolean =>
    fates.some((fate) => fate.verdict !== 'saved' && test(fate))
  const notes: (string | false)[] = [
    !isStateRead &&
      'The saved state could not be read, so this is all that the run did. Compare it with `terraform state list` and `terraform state show`: an `import` block for an address that the state has is passed over.',
    has(({ action }) => action === 'delete') &&
      'Nothing is to be done for what was destroyed: the next plan sees that it is gone.',
    has(({ action }) => action === 'update') &&
      'Nothing is to be done for what was changed: the next plan reads it as it is now.',
    has(({ action, provisionerSeen }) => action === 'create' && provisionerSeen) &&
      'A provisioner that was cut off does not run again for a resource that is imported: finish its work by hand, or replace the resource.',
    has(({ action }) => action === 'open') &&
      'An ephemeral resource that was not closed stands in no state: end it with its provider if it does not expire.',
    has(({ action }) => action === 'invoke') &&
      'An action stands in no state: look with its provider how far it came.',
  ]
  return notes.filter((note) => note !== false)
}
