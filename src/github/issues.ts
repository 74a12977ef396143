import { within } from '../backend/request.ts'
import { mayHaveBeenStored, splitRepository, statusOfError, type GitHubClient } from './client.ts'
import { loginOf, readViewer } from './viewer.ts'

export interface FoundIssue {
  readonly number: number
  readonly url: string
  readonly body: string
  readonly isOpen: boolean
  /** GitHub's `state_reason`. */
  readonly reason: string | null
}

export interface NewIssue {
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  /** What one says that another run has made in the same moment; without the marker. */
  readonly bodyOfDuplicate: (original: FoundIssue) => string
}

export interface IssueChange {
  readonly body: string
  /** Left out: as it is. */
  readonly state?: 'open' | 'closed'
}

/** Our issues in one repository. Every call throws where GitHub refuses or does not answer. */
export interface Issues {
  /** The oldest one of ours whose body fits, open or closed. */
  find(): Promise<FoundIssue | undefined>
  /** Makes one, or writes over the one that another run has made in the same moment. */
  create(issue: NewIssue): Promise<FoundIssue>
  /** undefined where somebody has deleted it. */
  change(issue: FoundIssue, change: IssueChange): Promise<FoundIssue | undefined>
  comment(issue: FoundIssue, body: string): Promise<void>
}

export interface IssuesOptions {
  readonly client: () => Promise<GitHubClient>
  readonly repository: string
  /** Whether a body carries the marker; whose it is, is looked at here. */
  readonly carriesMarker: (body: string) => boolean
  readonly cancelled: AbortSignal
}

const pageSize = 100

/** The search lags behind what was written, so the issues are listed, by their author: GitHub counts pull requests in. */
export function createIssues({ client, repository, carriesMarker, cancelled }: IssuesOptions): Issues {
  const place = splitRepository(repository)
  let viewer: string | undefined

  const findBy = async (creator: string): Promise<FoundIssue | undefined> => {
    const { request } = await client()
    for (let page = 1; ; page += 1) {
      const { data } = await within(
        async (signal) =>
          await request('GET /repos/{owner}/{repo}/issues', {
            ...place,
            ...{ creator, state: 'all', sort: 'created', direction: 'asc', per_page: pageSize, page },
            request: { signal },
          }),
        cancelled,
      )
      const ours = data.find(
        ({ body, pull_request: pullRequest, user }) =>
          pullRequest === undefined && loginOf(user?.login) === loginOf(creator) && carriesMarker(body ?? ''),
      )
      if (ours !== undefined) return foundIssue(ours)
      if (data.length < pageSize) return undefined
    }
  }
  const find = async (): Promise<FoundIssue | undefined> => {
    const github = await client()
    viewer ??= await within(async (signal) => await readViewer(github, signal), cancelled)
    const found = await findBy(viewer)
    if (found !== undefined || viewer.endsWith('[bot]')) return found
    // The name of an app may have come without its suffix; GitHub answers 422 for a name that nobody has.
    return await unless([422], async () => await findBy(`${String(viewer)}[bot]`))
  }
  const change: Issues['change'] = async (issue, { body, state }) => {
    const { request } = await client()
    const { data } =
      (await unless(
        [404, 410],
        async () =>
          await within(
            async (signal) =>
              await request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
                ...{ ...place, issue_number: issue.number, body },
                ...(state === undefined ? {} : { state }),
                request: { signal },
              }),
            cancelled,
          ),
      )) ?? {}
    return data === undefined ? undefined : foundIssue(data)
  }
  const make = async ({ title, body, labels }: NewIssue): Promise<FoundIssue> => {
    const { request } = await client()
    const { data } = await within(
      async (signal) =>
        await request('POST /repos/{owner}/{repo}/issues', {
          ...{ ...place, title, body, labels: [...labels] },
          // An issue whose answer was lost stands there already.
          request: { signal, retries: 0 },
        }),
      cancelled,
    )
    return foundIssue(data)
  }

  return {
    find,
    change,
    async create(issue) {
      let made: FoundIssue | undefined
      try {
        made = await make(issue)
      } catch (error) {
        if (!mayHaveBeenStored(error)) throw error
      }
      const oldest = await find()
      if (oldest === undefined) return made ?? (await make(issue))
      if (made === undefined || made.number <= oldest.number) return made ?? oldest
      await change(made, { body: issue.bodyOfDuplicate(oldest), state: 'closed' })
      return (await change(oldest, { body: issue.body })) ?? oldest
    },
    async comment(issue, body) {
      const { request } = await client()
      await within(
        async (signal) =>
          await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...{ ...place, issue_number: issue.number, body },
            // A comment whose answer was lost stands there already.
            request: { signal, retries: 0 },
          }),
        cancelled,
      )
    },
  }
}

function foundIssue(issue: {
  readonly number: number
  readonly html_url: string
  readonly body?: string | null
  readonly state: string
  readonly state_reason?: string | null
}): FoundIssue {
  const { number, html_url: url, body, state, state_reason: reason } = issue
  return { number, url, body: body ?? '', isOpen: state === 'open', reason: reason ?? null }
}

async function unless<T>(statuses: readonly number[], request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request()
  } catch (error) {
    if (statuses.includes(statusOfError(error) ?? 0)) return undefined
    throw error
  }
}
