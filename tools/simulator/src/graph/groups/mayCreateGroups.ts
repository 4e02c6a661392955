import type { Tenant } from "../../Tenant.ts"
import type { GraphCaller } from "../GraphEnv.ts"
import { badRequest, GraphFailure } from "../GraphFailure.ts"
import { isTransitiveMember } from "./membership.ts"

/** Template of the tenant-wide setting object for Microsoft 365 groups. */
export const groupUnifiedTemplate = "62375ab9-6b52-47ed-826b-58e47e0e304b"

export const groupUnifiedValue = (tenant: Tenant, name: string): string | undefined =>
  tenant.state.groupSettings
    .find(({ templateId }) => templateId === groupUnifiedTemplate)
    ?.values.find((value) => value.name === name)?.value

/**
 * The policy for who may create Microsoft 365 groups, and the naming policy. Both bind users: an application with
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
