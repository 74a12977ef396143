import type { Dependencies } from './dependencies.ts'

/** Where this version of the action explains something; an action that is used by its path has it beside itself. */
export function pageOf(env: Dependencies['env'], path: string): string {
  const repository = env['GITHUB_ACTION_REPOSITORY'] ?? ''
  if (repository === '') return path
  return `${env['GITHUB_SERVER_URL'] ?? ''}/${repository}/blob/${env['GITHUB_ACTION_REF'] ?? ''}/${path}`
}
