import { Hono } from "hono"
import { groupUnifiedTemplate } from "../../platform/Directory.ts"
import { isTransitiveMember } from "../../platform/membership.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphCaller, GraphEnv } from "../GraphEnv.ts"
import { badRequest, type GraphErrorDetail, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { metadata, page } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { readGroupSettings, validateGroups } from "./groupPermissions.ts"

const groupUnifiedValue = (tenant: Tenant, name: string): string | undefined =>
  tenant.state.groupSettings
    .find(({ templateId }) => templateId === groupUnifiedTemplate)
    ?.values.find((value) => value.name === name)?.value

/** What a naming policy says against a value; the suggestion is the name with the prefix and suffix. */
const namingFaults = (
  tenant: Tenant,
  target: "displayName" | "mailNickname",
  value: string
): ReadonlyArray<GraphErrorDetail> => {
  const naming = groupUnifiedValue(tenant, "PrefixSuffixNamingRequirement") ?? ""
  // Attributes of the group's creator are left blank: an application has none, and the simulator's people neither.
  const [prefix = "", suffix = ""] = naming.split("[GroupName]").map((part) => part.replaceAll(/\[[A-Za-z]+\]/gu, ""))
  const complies = value.startsWith(prefix) && value.endsWith(suffix)
  const blocked = groupUnifiedValue(tenant, "CustomBlockedWordsList")?.split(",") ?? []
  const words = value.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const word = blocked.map((one) => one.trim().toLowerCase()).find((one) => one !== "" && words.includes(one))
  return [
    ...(complies
      ? []
      : [
          {
            code: "MissingPrefixSuffix",
            target,
            message:
              "The property is missing a required prefix/suffix per your organization's Group naming requirements.",
            suggestedPropertyValue: `${prefix}${value}${suffix}`
          }
        ]),
    ...(word === undefined
      ? []
      : [{ code: "ContainsBlockedWord", target, message: `The property contains the blocked word '${word}'.` }])
  ]
}

interface GroupNames {
  readonly displayName?: string
  readonly mailNickname?: string
}

/** What the naming policy says against a group's names for this caller: an application is exempt by default. */
const namingProblems = (
  tenant: Tenant,
  caller: GraphCaller,
  { displayName, mailNickname }: GroupNames
): ReadonlyArray<GraphErrorDetail> => {
  if (caller.kind === "application" && tenant.state.behavior.namingPolicyForApplications === "exempt") return []
  return [
    ...(displayName === undefined ? [] : namingFaults(tenant, "displayName", displayName)),
    // The nickname of a person's group is checked as well, but a client of people rarely sets it.
    ...(mailNickname === undefined || caller.kind === "user" ? [] : namingFaults(tenant, "mailNickname", mailNickname))
  ]
}

/** Checks the creation policy for Microsoft 365 groups, which applies to people only, the naming policy and the quota. */
export const checkGroupCreation = (tenant: Tenant, caller: GraphCaller, names: GroupNames): void => {
  const forbidden = new GraphFailure(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation."
  )
  if (caller.kind === "user") {
    if (tenant.state.users[caller.objectId]?.userType === "Guest") throw forbidden
    if (groupUnifiedValue(tenant, "EnableGroupCreation")?.toLowerCase() === "false") {
      const allowed = groupUnifiedValue(tenant, "GroupCreationAllowedGroupId")
      if (!allowed || !isTransitiveMember(tenant, allowed, caller.objectId)) throw forbidden
    }
  }
  const [first, ...others] = namingProblems(tenant, caller, names)
  if (first !== undefined) {
    throw new GraphFailure(400, "Request_BadRequest", first.message ?? first.code, { details: [first, ...others] })
  }
  const { groupQuota } = tenant.state.behavior
  if (groupQuota === null || caller.kind === "user") return
  const created = Object.values(tenant.state.groups).filter((group) => group.createdByApplication === caller.appId)
  if (created.length >= groupQuota) {
    throw new GraphFailure(
      403,
      "Directory_QuotaExceeded",
      "The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota."
    )
  }
}

/** /groupSettings and what asks about them: an object exists only after an admin created it from its template. */
export const groupSettings = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  const read = allow(readGroupSettings, "directory")

  app.get("/groupSettings", read, (c) =>
    c.json(page(c, world, queryOf(c), c.get("tenant").state.groupSettings, { context: "groupSettings" }))
  )

  /** Says before the creation what a naming policy would refuse (directoryobject-validateproperties). */
  app.post("/directoryObjects/validateProperties", allow(validateGroups, "directory"), async (c) => {
    const body = await jsonBody(c)
    if (textOf(body, "entityType") !== "Group") throw badRequest("The entityType must be 'Group'.")
    const [displayName, mailNickname] = [textOf(body, "displayName"), textOf(body, "mailNickname")]
    if (displayName === undefined && mailNickname === undefined) {
      throw badRequest("A displayName or a mailNickname is required.")
    }
    const problems = namingProblems(c.get("tenant"), c.get("caller"), {
      ...(displayName === undefined ? {} : { displayName }),
      ...(mailNickname === undefined ? {} : { mailNickname })
    })
    if (problems.length > 0) {
      throw new GraphFailure(422, "UnprocessableEntity", "The properties don't comply with the naming policy.", {
        details: problems
      })
    }
    return c.body(null, 204)
  })

  app.get("/groupSettings/:id", read, (c) => {
    const setting = c.get("tenant").state.groupSettings.find(({ id }) => id === c.req.param("id"))
    if (!setting) throw resourceNotFound(c.req.param("id"))
    return c.json({ "@odata.context": metadata("groupSettings/$entity"), ...setting })
  })

  return app
}
