import type { Dependencies } from './dependencies.ts'

/** Where this version of the action explains something; an action that is used by its path has it beside itself. */
export function pageOf(env: Dependencies['env'], path: string): string {
  return `${pagesOf(env) ?? ''}${path}`
}

/** The address of the folder of its pages; undefined for an action that is used by its path. */
export function pagesOf(env: Dependencies['env']): string | undefined {
  const repository = env['GITHUB_ACTION_REPOSITORY'] ?? ''
  if (repository === '') return undefined
  return `${env['GITHUB_SERVER_URL'] ?? ''}/${repository}/blob/${env['GITHUB_ACTION_REF'] ?? ''}/`
}

/** The last line of an error: the page of its reason; empty where it has none. */
export function moreAbout(env: Dependencies['env'], reason: string): string[] {
  return reason === '' ? [] : [`More: ${pageOf(env, `docs/failures/${reason}.md`)}`]
}
