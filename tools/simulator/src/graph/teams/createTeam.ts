import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import type { DirectoryGroup } from "../../Directory.ts"
import type { Tenant } from "../../Tenant.ts"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphCaller, GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { newGroup } from "../groups/newGroup.ts"
import { boundKey, isObject, type JsonObject, jsonBody, textOf } from "../jsonBody.ts"
import { newTeam } from "./newTeam.ts"
import { operationLocation, operationTwist, zeroOperationId } from "./TeamCall.ts"
import { createTeams } from "./teamPermissions.ts"

const wrapped = (message: string, errorCode = "Unknown"): GraphFailure =>
  new GraphFailure(
    400,
    "BadRequest",
    `Failed to execute Templates backend request CreateTeamFromTemplateRequest. Response Status Code: BadRequest, ErrorMessage : {"errors":[{"message":"${message}","errorCode":"${errorCode}"}]}`
  )

/** POST /teams (team-post): 202 with the team's id in Content-Location. Not idempotent: each call makes a team. */
export const createTeam = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.post("/teams", allow(createTeams, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const body = await jsonBody(c)
    const template = textOf(body, "template@odata.bind")
    if (template === undefined || boundKey(template, "teamsTemplates") === undefined) {
      throw new GraphFailure(400, "BadRequest", "Invalid bind property name template in request.")
    }
    const bind = textOf(body, "group@odata.bind")
    return bind === undefined
      ? accepted(c, groupForTeam(tenant, c.get("caller"), body), body, "createTeam")
      : accepted(c, existingGroup(tenant, bind, body), {}, "teamifyGroup")
  })

  const accepted = (
    c: GraphContext,
    group: DirectoryGroup,
    body: JsonObject,
    type: "createTeam" | "teamifyGroup"
  ): Response => {
    const tenant = c.get("tenant")
    const { twist, zeroId } = operationTwist(c)
    const operation = tenant.startOperation(group.id, type, tenant.state.behavior.createTeamMillis, twist)
    newTeam(tenant, group, body, twist?.ends === "never" ? Number.MAX_SAFE_INTEGER : operation.endsAt)
    return c.body("", 202, {
      location: operationLocation(group.id, zeroId ? zeroOperationId : operation.id),
      "content-location": `/teams('${group.id}')`,
      // JSON by name, yet empty: so does the service answer, which breaks naive parsers.
      "content-type": "application/json",
      "content-length": "0"
    })
  }

  return app
}

const groupForTeam = (tenant: Tenant, caller: GraphCaller, body: JsonObject): DirectoryGroup => {
  const displayName = textOf(body, "displayName")
  if (displayName === undefined) throw wrapped("Team display name is required")
  const members = body["members"] ?? []
  if (!Array.isArray(members))
    throw new GraphFailure(400, "BadRequest", "Invalid value specified for property 'members'.")
  if (members.length > 1) {
    throw new GraphFailure(400, "BadRequest", "Adding more than one member is not supported.", {
      inner: { code: "InvalidRequest" }
    })
  }
  const owner: unknown = members[0]
  if (caller.kind === "application" && owner === undefined) {
    throw wrapped("A team owner must be provided when creating a team in application context.")
  }
  const named = isObject(owner) ? textOf(owner, "user@odata.bind") : undefined
  if (
    owner !== undefined &&
    (named === undefined || !isObject(owner) || !JSON.stringify(owner["roles"]).includes("owner"))
  ) {
    throw wrapped("The member of a team to create must be an owner.")
  }
  const full: GraphCaller = { ...caller, permissions: new Set([...caller.permissions, "Group.ReadWrite.All"]) }
  return newGroup(
    tenant,
    full,
    {
      displayName,
      description: body["description"],
      mailEnabled: true,
      mailNickname: `${displayName.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 40)}${randomUUID().slice(0, 8)}`,
      securityEnabled: false,
      groupTypes: ["Unified"],
      visibility: body["visibility"] ?? "Public",
      "owners@odata.bind": named === undefined ? [] : [named],
      "members@odata.bind": named === undefined ? [] : [named]
    },
    null
  )
}

const existingGroup = (tenant: Tenant, bind: string, body: JsonObject): DirectoryGroup => {
  for (const name of ["displayName", "visibility", "specialization", "members"]) {
    if (body[name] !== undefined) {
      throw new GraphFailure(400, "BadRequest", `Property '${name}' is inherited from the group and can't be set.`)
    }
  }
  const id = boundKey(bind, "groups") ?? ""
  const group = tenant.group(id)
  if (!group || group.replicatedAt > tenant.clock.now()) {
    throw new GraphFailure(
      404,
      "NotFound",
      `Failed to execute MS Graph backend request GetGroupInternalApiRequest. Group ${id} was not found.`
    )
  }
  const existing = tenant.state.teams[group.id]
  if (existing) {
    const inProgress = existing.provisionedAt > tenant.clock.now()
    throw new GraphFailure(
      409,
      "Conflict",
      inProgress ? "Team migration provisioning already in progress" : "The group is already provisioned with a team."
    )
  }
  if (!group.groupTypes.includes("Unified") || group.owners.length === 0) {
    throw new GraphFailure(400, "BadRequest", "The group must be a Microsoft 365 group with an owner.")
  }
  return group
}
