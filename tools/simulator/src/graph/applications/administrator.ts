import type { MiddlewareHandler } from "hono"
import { type DirectoryRole, directoryRoles } from "../../platform/Directory.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"

const denied = () =>
  new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")

const hasRole = (c: GraphContext, roles: ReadonlyArray<DirectoryRole>): boolean => {
  const held = c.get("tenant").user(c.get("caller").objectId)?.directoryRoles ?? []
  return roles.some((role) => held.includes(role))
}

/** Who may register applications where the tenant doesn't let everyone do so, and change those of others. */
export const registrars: ReadonlyArray<DirectoryRole> = [
  "Global Administrator",
  "Application Administrator",
  "Cloud Application Administrator"
]
/** Who may consent to application permissions of Microsoft Graph for everyone (serviceprincipal-post-approleassignments). */
export const consenters: ReadonlyArray<DirectoryRole> = ["Global Administrator", "Privileged Role Administrator"]

/**
 * Refuses people without one of the roles with 403. Applications need only their permission. `owners`: object ids of people
 * who need none.
 */
export const requireRole = (
  c: GraphContext,
  roles: ReadonlyArray<DirectoryRole>,
  owners: ReadonlyArray<string> = []
): void => {
  const caller = c.get("caller")
  if (caller.kind === "user" && !owners.includes(caller.objectId) && !hasRole(c, roles)) throw denied()
}

/** {@link requireRole} before the handler. */
export const forRoles =
  (roles: ReadonlyArray<DirectoryRole>): MiddlewareHandler<GraphEnv> =>
  async (c, next) => {
    requireRole(c, roles)
    await next()
  }

/** The caller's active roles, as `directoryRole` resources. */
export const rolesOfCaller = (c: GraphContext): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  (c.get("tenant").user(c.get("caller").objectId)?.directoryRoles ?? []).flatMap((name) =>
    Object.entries(directoryRoles)
      .filter(([role]) => role === name)
      .map(([displayName, roleTemplateId]) => ({
        "@odata.type": "#microsoft.graph.directoryRole",
        id: roleTemplateId,
        displayName,
        roleTemplateId
      }))
  )
