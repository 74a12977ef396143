import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { TerraformProject } from './terraform-project.ts'

/** How GitHub merges a pull request. */
export type MergeMethod = 'merge' | 'squash' | 'rebase'

export interface GitRepository {
  /** Commits all that is there. Returns the commit. */
  commit(message: string): string
  /** Starts a branch where this one stands, and goes there. */
  branch(name: string): void
  /** Goes to a branch or commit, as actions/checkout does. */
  checkout(name: string): void
  /** The merge that GitHub tries for an open pull request; checked out, and on no branch. */
  testMerge(branch: string): string
  /** Merges a branch into main. Returns main's new tip. */
  merge(branch: string, method?: MergeMethod): string
  head(): string
}

/** Makes a Git repository of a project's workspace, on the branch main. */
export function createRepository({ workspace }: TerraformProject): GitRepository {
  let seconds = 1_790_000_000
  const git = (...args: string[]): string => {
    seconds += 1
    const date = `${seconds} +0000`
    const names = { NAME: 'octocat', EMAIL: 'octocat@example.com', DATE: date }
    const identity = Object.fromEntries(
      Object.entries(names).flatMap(([name, value]) => [
        [`GIT_AUTHOR_${name}`, value],
        [`GIT_COMMITTER_${name}`, value],
      ]),
    )
    const env = { PATH: process.env['PATH'], HOME: workspace, GIT_CONFIG_NOSYSTEM: '1', ...identity }
    return execFileSync('git', args, { cwd: workspace, env, encoding: 'utf8', stdio: 'pipe' }).trim()
  }
  const head = (): string => git('rev-parse', 'HEAD')
  git('init', '--quiet', '--initial-branch=main')
  writeFileSync(join(workspace, '.git/info/exclude'), '.terraform/\n.terraform.lock.hcl\n.terraform.d/\n')
  const commit: GitRepository['commit'] = (message) => {
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', `--message=${message}`)
    return head()
  }
  return {
    commit,
    branch: (name) => void git('checkout', '--quiet', '-b', name),
    checkout: (name) => void git('checkout', '--quiet', name),
    testMerge(branch) {
      git('checkout', '--quiet', '--detach', 'main')
      git('merge', '--quiet', '--no-ff', `--message=Merge ${branch} into main`, branch)
      return head()
    },
    merge(branch, method = 'merge') {
      if (method === 'rebase') {
        git('checkout', '--quiet', '-B', 'rebased', branch)
        git('rebase', '--quiet', '--force-rebase', 'main')
      }
      git('checkout', '--quiet', 'main')
      if (method === 'merge')
        git('merge', '--quiet', '--no-ff', `--message=Merge pull request of ${branch}`, branch)
      if (method === 'rebase') git('merge', '--quiet', '--ff-only', 'rebased')
      if (method === 'squash') {
        git('merge', '--quiet', '--squash', branch)
        git('commit', '--quiet', '--allow-empty', `--message=${branch} (#7)`)
      }
      return head()
    },
    head,
  }
}
