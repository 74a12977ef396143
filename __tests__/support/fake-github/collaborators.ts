import { accountJson } from './account.ts'
import type { Answer } from './answer.ts'
import { json } from './answer.ts'
import { accountOf } from './conversations.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Role } from './site.ts'

export const collaboratorRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    documentation: 'collaborators/collaborators#get-repository-permissions-for-a-user',
    permissions: ['metadata'],
    perform: getPermission,
  },
]

/** The older names, which know neither `maintain` nor `triage`. */
const legacyPermissions: Record<Role, 'admin' | 'write' | 'read' | 'none'> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
}

function getPermission({ site, repository, parameters }: RouteRequest): Answer {
  const login = parameters['username'] ?? ''
  const role = repository.roles.get(login.toLowerCase()) ?? 'none'
  const mayWrite = legacyPermissions[role] === 'write' || role === 'admin'
  const user = {
    ...accountJson(site, accountOf(login)),
    role_name: role,
    permissions: {
      admin: role === 'admin',
      maintain: role === 'admin' || role === 'maintain',
      push: mayWrite,
      triage: mayWrite || role === 'triage',
      pull: role !== 'none',
    },
  }
  return json(200, { permission: legacyPermissions[role], role_name: role, user })
}
