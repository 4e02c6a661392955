import type { DataRole, DataRoleAssignment } from "../../platform/CosmosState.ts"
import { matchesAction } from "../../platform/matchesAction.ts"

const account = "Microsoft.DocumentDB/databaseAccounts"
const containers = `${account}/sqlDatabases/containers`

/** The actions as Microsoft's reference of data-plane roles names them. */
export const dataActions = {
  readMetadata: `${account}/readMetadata`,
  create: `${containers}/items/create`,
  read: `${containers}/items/read`,
  replace: `${containers}/items/replace`,
  upsert: `${containers}/items/upsert`,
  delete: `${containers}/items/delete`,
  query: `${containers}/executeQuery`,
  readChangeFeed: `${containers}/readChangeFeed`
} as const

export const builtInDataRoles: ReadonlyArray<DataRole> = [
  {
    id: "00000000-0000-0000-0000-000000000001",
    roleName: "Cosmos DB Built-in Data Reader",
    dataActions: [dataActions.readMetadata, dataActions.read, dataActions.query, dataActions.readChangeFeed]
  },
  {
    id: "00000000-0000-0000-0000-000000000002",
    roleName: "Cosmos DB Built-in Data Contributor",
    dataActions: [dataActions.readMetadata, `${containers}/*`, `${containers}/items/*`]
  }
]

const reaches = (assigned: string, scope: string): boolean => {
  const above = assigned.replace(/\/$/, "")
  return above === "" || scope === above || scope.startsWith(`${above}/`)
}

/** True when a role assigned to one of `principals` at or above `scope` grants the action. */
export const mayAct = (
  holder: { readonly roles: ReadonlyArray<DataRole>; readonly roleAssignments: ReadonlyArray<DataRoleAssignment> },
  principals: ReadonlyArray<string>,
  action: string,
  scope: string
): boolean => {
  const roles = [...builtInDataRoles, ...holder.roles]
  return holder.roleAssignments.some(
    (assignment) =>
      principals.includes(assignment.principalId) &&
      reaches(assignment.scope, scope) &&
      roles.some(
        ({ id, dataActions: granted }) =>
          id === assignment.roleId && granted.some((pattern) => matchesAction(pattern, action))
      )
  )
}
