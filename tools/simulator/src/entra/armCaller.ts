import type { ArmCaller } from "../arm/ArmCaller.ts"
import { transitiveGroupIds } from "../graph/groups/membership.ts"
import type { World } from "../World.ts"
import { armAudience } from "./audience.ts"
import { bearerOf, verifyToken } from "./tokens.ts"

/** Who calls Azure Resource Manager; undefined when the bearer token isn't good for it. */
export const armCaller = async (world: World, request: Request): Promise<ArmCaller | undefined> => {
  const verified = await verifyToken(world, bearerOf(request), armAudience)
  if (!verified.ok) return undefined
  const { claims, tenant } = verified
  const objectId = String(claims["oid"])
  const user = tenant.state.users[objectId]
  const application = tenant.state.applications.find((candidate) => candidate.objectId === objectId)
  if (!user && !application) return undefined
  tenant.settle()
  return {
    tenantId: tenant.id,
    objectId,
    kind: user ? "user" : "application",
    displayName: user?.displayName ?? application?.displayName ?? objectId,
    ...(user ? { userPrincipalName: user.userPrincipalName } : {}),
    ...(user?.mail ? { email: user.mail } : {}),
    groupIds: transitiveGroupIds(tenant, objectId),
    groupsOf: (other) => transitiveGroupIds(tenant, other),
    arm: tenant.state.arm,
    changed: () => tenant.changed()
  }
}
