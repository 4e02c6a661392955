import { Hono } from "hono"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import { metadata } from "../odata/answer.ts"
import { selected } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { newTeam } from "./newTeam.ts"
import { teamOf } from "./TeamCall.ts"
import { createTeams, readTeams } from "./teamPermissions.ts"
import { teamResource } from "./teamResource.ts"

/** PUT and GET /groups/{id}/team (team-put-teams): synchronous, no operation. */
export const putTeam = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.put("/groups/:team/team", allow(createTeams, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const id = c.req.param("team")
    const group = tenant.group(id)
    if (!group || group.replicatedAt > tenant.clock.now()) {
      throw new GraphFailure(
        404,
        "NotFound",
        `Failed to execute MS Graph backend request GetGroupInternalApiRequest. Group ${id} was not found.`
      )
    }
    const body = await jsonBody(c)
    const existing = tenant.state.teams[group.id]
    if (existing) {
      const message =
        existing.provisionedAt > tenant.clock.now()
          ? "Team migration provisioning already in progress"
          : "The group is already provisioned with a team."
      throw new GraphFailure(409, "Conflict", message)
    }
    if (!group.groupTypes.includes("Unified")) {
      throw new GraphFailure(400, "BadRequest", "Only Microsoft 365 groups can have a team.")
    }
    if (group.owners.length === 0) {
      throw new GraphFailure(400, "BadRequest", "The group needs at least one owner before a team can be put on it.")
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
    return c.json({ "@odata.context": metadata("teams/$entity"), ...selected(team, queryOf(c).select) })
  })

  return app
}
