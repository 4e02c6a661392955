import { Hono } from "hono"
import { groupUnifiedTemplate } from "../../platform/Directory.ts"
import { isTransitiveMember } from "../../platform/membership.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphCaller, GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { metadata, page } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { readGroupSettings } from "./groupPermissions.ts"

const groupUnifiedValue = (tenant: Tenant, name: string): string | undefined =>
  tenant.state.groupSettings
    .find(({ templateId }) => templateId === groupUnifiedTemplate)
    ?.values.find((value) => value.name === name)?.value

/**
 * Checks the creation policy for Microsoft 365 groups and the naming policy. Both apply to users: an application with
 * application permissions is exempt.
 */
export const checkGroupCreation = (tenant: Tenant, caller: GraphCaller, displayName: string): void => {
  if (caller.kind === "application") return
  const forbidden = new GraphFailure(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation."
  )
  if (tenant.state.users[caller.objectId]?.userType === "Guest") throw forbidden
  if (groupUnifiedValue(tenant, "EnableGroupCreation")?.toLowerCase() === "false") {
    const allowed = groupUnifiedValue(tenant, "GroupCreationAllowedGroupId")
    if (!allowed || !isTransitiveMember(tenant, allowed, caller.objectId)) throw forbidden
  }
  const naming = groupUnifiedValue(tenant, "PrefixSuffixNamingRequirement")
  const [prefix = "", suffix = ""] = naming?.split("[GroupName]") ?? []
  if (!displayName.startsWith(prefix) || !displayName.endsWith(suffix)) {
    throw badRequest(
      "The prefix or suffix of the group name doesn't comply with the naming policy of the organization."
    )
  }
  const blocked = groupUnifiedValue(tenant, "CustomBlockedWordsList")?.split(",") ?? []
  const words = displayName.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const found = blocked.map((word) => word.trim().toLowerCase()).find((word) => word !== "" && words.includes(word))
  if (found !== undefined) throw badRequest(`Property displayName contains the blocked word '${found}'.`)
}

/** /groupSettings: an object exists only after an admin created it from its template. */
export const groupSettings = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  const read = allow(readGroupSettings, "directory")

  app.get("/groupSettings", read, (c) =>
    c.json(page(c, world, queryOf(c), c.get("tenant").state.groupSettings, { context: "groupSettings" }))
  )

  app.get("/groupSettings/:id", read, (c) => {
    const setting = c.get("tenant").state.groupSettings.find(({ id }) => id === c.req.param("id"))
    if (!setting) throw resourceNotFound(c.req.param("id"))
    return c.json({ "@odata.context": metadata("groupSettings/$entity"), ...setting })
  })

  return app
}
