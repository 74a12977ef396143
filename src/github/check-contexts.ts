import type { CheckReading, CommitCheck } from '../plan/commit-checks.ts'

/** A page of a list as GraphQL gives it. A node that could not or may not be shown is null. */
export interface Page<T> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly (T | null)[]
}

/** A commit as GraphQL tells of it, where it was asked for `commitFields`. */
export interface CommitNode {
  readonly oid: string
  /** null where nothing is told of the commit. */
  readonly statusCheckRollup: { readonly contexts: Page<ContextNode> } | null
}

type ContextNode = CheckRunNode | StatusNode

interface CheckRunNode {
  readonly __typename: 'CheckRun'
  readonly name: string
  readonly status: string
  readonly conclusion: string | null
  readonly startedAt: string | null
  readonly checkSuite: {
    readonly app: { readonly slug: string } | null
    readonly workflowRun: {
      readonly url: string
      readonly event: string
      readonly workflow: { readonly name: string }
    } | null
  } | null
}

interface StatusNode {
  readonly __typename: 'StatusContext'
  readonly context: string
  readonly state: string
  readonly createdAt: string
}

export const commitFields = `oid
statusCheckRollup {
  contexts(first: 100, after: $afterContext) {
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on CheckRun {
        name status conclusion startedAt
        checkSuite { app { slug } workflowRun { url event workflow { name } } }
      }
      ... on StatusContext { context state createdAt }
    }
  }
}`

/** The checks of `commit` on this page. */
export function checksOf(node: CommitNode | null | undefined, commit: string): CheckReading {
  if (node?.oid !== commit) {
    return { kind: 'unreadable', reason: 'GitHub has told those of another commit.' }
  }
  const nodes = node.statusCheckRollup?.contexts.nodes ?? []
  if (!isWhole(nodes)) return { kind: 'unreadable', reason: 'GitHub has not told them all.' }
  return { kind: 'read', checks: nodes.map(checkFromNode) }
}

function checkFromNode(node: ContextNode): CommitCheck {
  if (node.__typename === 'StatusContext') {
    const { context: name, state, createdAt } = node
    return { name, source: '', state, startedAt: instantOf(createdAt), runId: undefined }
  }
  const { name, status, conclusion, startedAt, checkSuite } = node
  const run = checkSuite?.workflowRun
  return {
    name,
    source: [checkSuite?.app?.slug, run?.workflow.name, run?.event].join('/'),
    state: conclusion ?? status,
    startedAt: instantOf(startedAt),
    // `databaseId` is an Int of 32 bits, and the numbers of runs have outgrown it.
    runId: isThere(run) ? Number(/\/runs\/(\d+)/.exec(run.url)?.[1]) : undefined,
  }
}

export function isThere<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined
}

export function isWhole<T>(nodes: readonly (T | null)[]): nodes is readonly T[] {
  return !nodes.includes(null)
}

/** Milliseconds since 1970. */
export function instantOf(time: string | null): number | undefined {
  const ms = Date.parse(time ?? '')
  return Number.isNaN(ms) ? undefined : ms
}
