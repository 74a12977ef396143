/** What the issue about a state says so far. */
export interface IssueFacts {
  readonly isOpen: boolean
  /** GitHub's `state_reason`: for a closed one `completed`, `not_planned` or `duplicate`. */
  readonly reason: string | null
  /** Stands for what differed when it was written last; undefined: nothing did. */
  readonly told: string | undefined
}

/** - `changed`: something else differs than before
 * - `again`: something differs after nothing did
 * - `still`: it was closed, and it still differs */
export type IssueNews = 'changed' | 'again' | 'still'

/** `news`: what is worth a comment, which calls people; to write over the text calls nobody. */
export type IssueStep =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'open' }
  | { readonly kind: 'update'; readonly news?: IssueNews }
  | { readonly kind: 'reopen'; readonly news: IssueNews }
  | { readonly kind: 'close' }

/**
 * What to do with the issue. `issue` undefined: there is none. `found`: stands for what differs; undefined: nothing.
 * Who closes it as not planned, or as a duplicate, wants it quiet until nothing differs any more.
 */
export function judgeIssue(issue: IssueFacts | undefined, found: string | undefined): IssueStep {
  const told = issue?.told
  if (found === undefined) {
    if (issue === undefined || told === undefined) return { kind: 'nothing' }
    return { kind: issue.isOpen ? 'close' : 'update' }
  }
  if (issue === undefined) return { kind: 'open' }
  if (issue.isOpen) {
    if (told === found) return { kind: 'update' }
    return { kind: 'update', news: told === undefined ? 'again' : 'changed' }
  }
  if (told === undefined) return { kind: 'reopen', news: 'again' }
  return isQuiet(issue) ? { kind: 'update' } : { kind: 'reopen', news: 'still' }
}

function isQuiet({ reason }: IssueFacts): boolean {
  return reason === 'not_planned' || reason === 'duplicate'
}
