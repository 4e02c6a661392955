import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import type { DirectoryGroup } from "../../platform/Directory.ts"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import { newGroup } from "../directory/newGroup.ts"
import type { GraphCaller, GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { boundKey, jsonBody, textOf } from "../jsonBody.ts"
import { metadata, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { newTeam } from "./newTeam.ts"
import { operationLocation, operationDeviation, teamOf, zeroOperationId } from "./TeamCall.ts"
import { createTeams, putTeams, readTeams } from "./teamPermissions.ts"
import { teamResource } from "./teamResource.ts"

const templateFailure = (message: string, errorCode = "Unknown"): GraphFailure =>
  new GraphFailure(
    400,
    "BadRequest",
    `Failed to execute Templates backend request CreateTeamFromTemplateRequest. Response Status Code: BadRequest, ErrorMessage : {"errors":[{"message":"${message}","errorCode":"${errorCode}"}]}`
  )

/** POST /teams (team-post): 202 with the team's id in Content-Location. Not idempotent: each call creates a team. */
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
      ? acceptTeam(c, groupForTeam(tenant, c.get("caller"), body), body, "createTeam")
      : acceptTeam(c, existingGroup(tenant, bind, body), {}, "teamifyGroup")
  })

  const acceptTeam = (
    c: GraphContext,
    group: DirectoryGroup,
    body: UncheckedObject,
    type: "createTeam" | "teamifyGroup"
  ): Response => {
    const tenant = c.get("tenant")
    const { deviation, zeroId } = operationDeviation(c)
    const operation = tenant.startOperation(group.id, type, tenant.state.behavior.createTeamMillis, deviation)
    newTeam(tenant, group, body, deviation?.ends === "never" ? Number.MAX_SAFE_INTEGER : operation.endsAt)
    return c.body("", 202, {
      location: operationLocation(group.id, zeroId ? zeroOperationId : operation.id),
      "content-location": `/teams('${group.id}')`,
      // As Graph Explorer shows it (docs#11752).
      "content-type": "text/plain",
      "content-length": "0"
    })
  }

  return app
}

const groupForTeam = (tenant: Tenant, caller: GraphCaller, body: UncheckedObject): DirectoryGroup => {
  const displayName = textOf(body, "displayName")
  if (displayName === undefined) throw templateFailure("Team display name is required")
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
    throw templateFailure("A team owner must be provided when creating a team in application context.")
  }
  const named = isObject(owner) ? textOf(owner, "user@odata.bind") : undefined
  if (
    owner !== undefined &&
    (named === undefined || !isObject(owner) || !JSON.stringify(owner["roles"]).includes("owner"))
  ) {
    throw templateFailure("The member of a team to create must be an owner.")
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

/** Returns the group to create a team for: 404 until it is replicated, 409 once it has a team. */
const groupWithoutTeam = (tenant: Tenant, id: string): DirectoryGroup => {
  const group = tenant.group(id)
  if (!group || group.replicatedAt > tenant.clock.now()) {
    throw new GraphFailure(
      404,
      "NotFound",
      `Failed to execute MS Graph backend request GetGroupInternalApiRequest. Group ${id} was not found.`
    )
  }
  const existing = tenant.state.teams[group.id]
  if (!existing) return group
  const message =
    existing.provisionedAt > tenant.clock.now()
      ? "Team migration provisioning already in progress"
      : "The group is already provisioned with a team."
  throw new GraphFailure(409, "Conflict", message)
}

const existingGroup = (tenant: Tenant, bind: string, body: UncheckedObject): DirectoryGroup => {
  for (const name of ["displayName", "visibility", "specialization", "members"]) {
    if (body[name] !== undefined) {
      throw new GraphFailure(400, "BadRequest", `Property '${name}' is inherited from the group and can't be set.`)
    }
  }
  const group = groupWithoutTeam(tenant, boundKey(bind, "groups") ?? "")
  if (!group.groupTypes.includes("Unified") || group.owners.length === 0) {
    throw new GraphFailure(400, "BadRequest", "The group must be a Microsoft 365 group with an owner.")
  }
  return group
}

/** PUT and GET /groups/{id}/team (team-put-teams): synchronous, no operation. */
export const putTeam = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.put("/groups/:team/team", allow(putTeams, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const id = c.req.param("team")
    const body = await jsonBody(c)
    const group = groupWithoutTeam(tenant, id)
    if (!group.groupTypes.includes("Unified")) {
      throw new GraphFailure(400, "BadRequest", "Only Microsoft 365 groups can have a team.")
    }
    if (group.owners.length === 0) {
      throw new GraphFailure(
        400,
        "BadRequest",
        "The group must have at least one owner before a team can be created for it."
      )
    }
    if (
      tenant.state.behavior.unlicensedOwner === "refuse" &&
      group.owners.some((owner) => tenant.state.users[owner]?.teamsLicense === false)
    ) {
      throw new GraphFailure(
        403,
        "Forbidden",
        "Failed to execute Skype backend request GetApplicableSkuCategoriesForUserS2SRequest."
      )
    }
    const team = newTeam(tenant, group, body, tenant.clock.now())
    return c.json(
      { "@odata.context": metadata("groups('" + group.id + "')/team/$entity"), ...teamResource(tenant, team) },
      201,
      {
        "content-location": `/teams('${group.id}')`
      }
    )
  })

  app.get("/groups/:team/team", allow(readTeams, "teams"), (c) => {
    const team = teamResource(c.get("tenant"), teamOf(c))
    return c.json({ "@odata.context": metadata("teams/$entity"), ...selectProperties(team, queryOf(c).select) })
  })

  return app
}
