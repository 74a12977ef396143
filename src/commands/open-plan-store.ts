import type { Backend } from '../backend/backend.ts'
import { LockstepError } from '../errors.ts'
import { findArtifacts } from '../github/artifacts.ts'
import { createArtifactPlanStore, hasArtifactService } from '../plan-store/artifact.ts'
import type { PlanStore } from '../plan/plan-store.ts'
import type { Dependencies } from './dependencies.ts'

export type OpenedPlanStore =
  | { readonly kind: 'open'; readonly store: PlanStore }
  /** `reason` goes on from "since". `isNews`: the user may not expect it. */
  | { readonly kind: 'none'; readonly reason: string; readonly isNews: boolean }

/** Where the plans of a state are kept, by the input `plan-store`. */
export function openPlanStore(deps: Dependencies, backend: Backend): OpenedPlanStore {
  const { inputs, event } = deps
  const { planStore, planEncryptionKey } = inputs
  const none = (reason: string, isNews = false): OpenedPlanStore => ({ kind: 'none', reason, isNews })
  if (planStore === 'none') return none('plan-store is none')
  if (planStore !== 'artifact' && backend.plans !== undefined) return { kind: 'open', store: backend.plans }
  if (planStore === 's3') {
    throw new LockstepError(
      'invalid-input',
      `plan-store is s3, and this state is not in a bucket that Lockstep can use: ${backend.address}.`,
      'Set plan-store to artifact, or leave it out.',
    )
  }
  const isWanted = planStore === 'artifact'
  if (!hasArtifactService(deps.env)) {
    const reason = 'this runner has no service for artifacts'
    if (isWanted)
      throw new LockstepError(
        'invalid-input',
        `plan-store is artifact, and ${reason}.`,
        'Set plan-store to s3 for a state in a bucket, or to none.',
      )
    return none(reason)
  }
  // What is not known to be private may be read by anybody.
  if (event.isPublicRepository !== false && planEncryptionKey === undefined) {
    if (isWanted) throw clearOnPublic()
    return none(
      'everybody can read the artifacts of a public repository, and there is no plan-encryption-key',
      true,
    )
  }
  return { kind: 'open', store: openArtifacts(deps, backend) }
}

function openArtifacts({ inputs, env, github, runDirectory }: Dependencies, { address }: Backend): PlanStore {
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  return createArtifactPlanStore({
    stateAddress: address,
    passphrase: inputs.planEncryptionKey,
    retentionDays: inputs.artifactRetentionDays,
    // Removed with the run's folder, also where this process is ended.
    tempDirectory: runDirectory.path,
    repository,
    githubToken: inputs.githubToken,
    env,
    findArtifacts: async (name, signal) =>
      github === undefined ? [] : await findArtifacts(await github(), repository, name, signal),
  })
}

function clearOnPublic(): LockstepError {
  return new LockstepError(
    'invalid-input',
    'plan-store is artifact without a plan-encryption-key, and everybody can read the artifacts of a public repository: a plan holds the values of the state in clear.',
    'Give a passphrase in plan-encryption-key, from a secret, to the steps that plan and apply.',
  )
}
