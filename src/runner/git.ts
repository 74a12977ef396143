import { execFile } from 'node:child_process'
import { isGitId } from '../plan/git-id.ts'

/** What is checked out in a folder. */
export interface Checkout {
  readonly commit: string
  /** Those of the commit that name it; a merge names two. */
  readonly parents: readonly string[]
  /** Of the commit: equal for two commits with the same files. */
  readonly tree: string
  /** The same of this folder alone; null where it is in no commit. */
  readonly folderTree: string | null
}

/** Git as it is on this machine; a container may have none. Nothing here rejects. */
export interface Git {
  /** undefined where the folder is no checkout, or there is no Git. */
  readCheckout(): Promise<Checkout | undefined>
  /** Whether a file that Git knows is another one than in the commit; true where that could not be found out. */
  isChanged(): Promise<boolean>
  /** A file as it is in a commit, up to 1 MB; undefined where the commit, the file or Git is not here. */
  readFile(commit: string, path: string): Promise<string | undefined>
  /** True only where the history that is here shows it; a shallow one mostly does not. */
  showsAncestor(ancestor: string, descendant: string): Promise<boolean>
}

const longestMs = 10_000

export function createGit(folder: string, env: Readonly<Record<string, string | undefined>>): Git {
  // In a job container the folder belongs to another user, and Git would refuse to look at it.
  const options = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-C', folder]
  const run = async (args: readonly string[]): Promise<{ readonly ok: boolean; readonly stdout: string }> =>
    await new Promise((resolve) => {
      const { PATH, HOME } = env
      execFile('git', [...options, ...args], { env: { PATH, HOME }, timeout: longestMs }, (error, stdout) => {
        resolve({ ok: error === null, stdout })
      })
    })
  let checkout: Promise<Checkout | undefined> | undefined
  const readCheckout = async (): Promise<Checkout | undefined> => {
    const [{ stdout }, { stdout: object }] = await Promise.all([
      // The last one fails, and names itself, where this folder is in no commit.
      run(['rev-parse', 'HEAD', 'HEAD^{tree}', 'HEAD:./']),
      // A shallow clone does not follow its parents, but has their names.
      run(['cat-file', 'commit', 'HEAD']),
    ])
    const [commit = '', tree = '', folder = ''] = stdout.trim().split('\n')
    if (!isGitId(commit) || !isGitId(tree)) return undefined
    const folderTree = isGitId(folder) ? folder : null
    const [header = ''] = object.split('\n\n', 1)
    const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent)
    return { commit, parents, tree, folderTree }
  }
  return {
    readCheckout: () => (checkout ??= readCheckout()),
    async isChanged() {
      const { ok, stdout } = await run(['status', '--porcelain', '--untracked-files=no'])
      return !ok || stdout !== ''
    },
    async readFile(commit, path) {
      if (!isGitId(commit)) return undefined
      const { ok, stdout } = await run(['cat-file', 'blob', `${commit}:${path}`])
      return ok ? stdout : undefined
    },
    async showsAncestor(ancestor, descendant) {
      if (!isGitId(ancestor) || !isGitId(descendant)) return false
      return (await run(['merge-base', '--is-ancestor', ancestor, descendant])).ok
    },
  }
}
