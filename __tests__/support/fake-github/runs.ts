import type { Owned, Who } from './conversations.ts'
import { accountOf, requirePullRequests, shaOf } from './conversations.ts'
import type { GroupMember, Job, JobConclusion, Run, RunConclusion, RunStatus, Site } from './site.ts'
import { currentAttempt, ownedRepository } from './site.ts'

export interface RunOptions extends Owned, Partial<Omit<Run, 'actor' | 'triggeringActor'>> {
  actor?: Who
  triggeringActor?: Who
}

export interface RunChanges extends Owned {
  status: RunStatus
  conclusion?: RunConclusion
  /** The current one unless given. */
  attempt?: number
}

export interface JobOptions extends Owned, Partial<Job> {
  runId: number
}

export interface JobChanges extends Owned {
  status: RunStatus
  conclusion?: JobConclusion
}

/** In progress unless a status or a conclusion is given; what is completed without a conclusion is a success. */
export interface Runs {
  /** With the ID of another run it is that run's next attempt. */
  addRun(options?: RunOptions): Run
  setRun(id: number, changes: RunChanges): void
  /** In the current attempt of the run unless an attempt is given. */
  addJob(options: JobOptions): Job
  setJob(id: number, changes: JobChanges): void
  /** Who is in a concurrency group; the first one holds it. */
  setGroup(name: string, members: readonly GroupMember[]): void
  /** The types of an environment's rules. */
  setEnvironment(name: string, rules: readonly string[]): void
  setFile(ref: string, path: string, text: string, repository?: string): void
}

export function runsOf(site: Site): Runs {
  return {
    addRun: ({ repository: fullName, actor = 'alice', triggeringActor = actor, ...given } = {}) => {
      const repository = ownedRepository(site, fullName)
      const id = given.id ?? site.newId()
      const attempts = repository.runs.get(id) ?? []
      const now = site.now()
      const run: Run = {
        attempt: (currentAttempt(attempts)?.attempt ?? 0) + 1,
        number: attempts[0]?.number ?? repository.runs.size + 1,
        event: 'pull_request',
        workflowName: 'Terraform',
        workflowPath: '.github/workflows/terraform.yml',
        displayTitle: 'Change the bucket',
        headBranch: 'change',
        headSha: shaOf('head'),
        pulls: [],
        createdAt: attempts[0]?.createdAt ?? now,
        startedAt: now,
        updatedAt: now,
        ...given,
        ...outcomeOf<RunConclusion>(given),
        id,
        actor: accountOf(actor),
        triggeringActor: accountOf(triggeringActor),
      }
      if (attempts.some(({ attempt }) => attempt === run.attempt)) {
        throw new Error(`The fake GitHub has attempt ${run.attempt} of run ${id} already.`)
      }
      requirePullRequests(repository, run.pulls)
      repository.runs.set(
        id,
        [...attempts, run].sort((one, other) => one.attempt - other.attempt),
      )
      return { ...run }
    },

    setRun: (id, { repository: fullName, attempt: number, ...changes }) => {
      const attempts = ownedRepository(site, fullName).runs.get(id)
      const run =
        number === undefined ? currentAttempt(attempts) : attempts?.find(({ attempt }) => attempt === number)
      if (run === undefined) throw new Error(`The fake GitHub has no such attempt of run ${id}.`)
      Object.assign(run, outcomeOf<RunConclusion>(changes), { updatedAt: site.now() })
    },

    addJob: ({ repository: fullName, ...given }) => {
      const repository = ownedRepository(site, fullName)
      const run = currentAttempt(repository.runs.get(given.runId))
      if (run === undefined) throw new Error(`The fake GitHub has no run ${given.runId}.`)
      const id = given.id ?? site.newId()
      const now = site.now()
      const outcome = outcomeOf<JobConclusion>(given)
      const job: Job = {
        attempt: run.attempt,
        name: 'apply',
        runnerName: hasStarted(outcome) ? runnerName : null,
        createdAt: now,
        startedAt: now,
        completedAt: outcome.status === 'completed' ? now : null,
        ...given,
        ...outcome,
        id,
      }
      repository.jobs.set(id, job)
      return { ...job }
    },

    setGroup: (name, members) => {
      ownedRepository(site, undefined).groups.set(name, members)
    },

    setEnvironment: (name, rules) => {
      ownedRepository(site, undefined).environments.set(name.toLowerCase(), rules)
    },

    setFile: (ref, path, text, fullName) => {
      ownedRepository(site, fullName).files.set(`${ref}:${path}`, text)
    },

    setJob: (id, { repository: fullName, ...changes }) => {
      const job = ownedRepository(site, fullName).jobs.get(id)
      if (job === undefined) throw new Error(`The fake GitHub has no job ${id}.`)
      const outcome = outcomeOf<JobConclusion>(changes)
      const now = site.now()
      const startsNow = hasStarted(outcome) && job.runnerName === null
      Object.assign(job, outcome, {
        ...(startsNow ? { startedAt: now, runnerName } : {}),
        completedAt: outcome.status === 'completed' ? now : null,
      })
    },
  }
}

const runnerName = 'GitHub Actions 1'

function hasStarted({ status }: { status: RunStatus }): boolean {
  return status === 'in_progress' || status === 'completed'
}

function outcomeOf<T extends RunConclusion>({
  status,
  conclusion = null,
}: {
  status?: RunStatus
  conclusion?: T | null
}): { status: RunStatus; conclusion: T | 'success' | null } {
  const settled = status ?? (conclusion === null ? 'in_progress' : 'completed')
  if (settled === 'completed') return { status: settled, conclusion: conclusion ?? 'success' }
  if (conclusion !== null) throw new Error(`What is ${settled} has no conclusion.`)
  return { status: settled, conclusion }
}
