import { Hono } from "hono"
import type { Team } from "../../Team.ts"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import { operationLocation, operationTwist, teamOf, zeroOperationId } from "./TeamCall.ts"
import { writeTeams } from "./teamPermissions.ts"

/**
 * POST /teams/{id}/archive and unarchive (team-archive, team-unarchive): 202 with the operation's Location, done only
 * when that has succeeded. Several operations on a team may run at once; each has its effect at its own end.
 */
export const archive = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  const start = (c: GraphContext, team: Team, isArchived: boolean): Response => {
    const tenant = c.get("tenant")
    // Team and group must each have one (team-archive); here they have the same.
    if (!team.members.some(({ roles }) => roles.includes("owner"))) {
      throw new GraphFailure(400, "BadRequest", "The team must have an owner before it can be archived or unarchived.")
    }
    const { alreadyInState, operationMillis } = tenant.state.behavior
    if (team.isArchived === isArchived && alreadyInState === "refuse") {
      throw new GraphFailure(400, "BadRequest", `The team is already ${isArchived ? "archived" : "active"}.`)
    }
    const { twist, zeroId } = operationTwist(c)
    const operation = tenant.startOperation(
      team.id,
      isArchived ? "archiveTeam" : "unarchiveTeam",
      operationMillis,
      twist
    )
    tenant.changed()
    return c.body("", 202, {
      location: operationLocation(team.id, zeroId ? zeroOperationId : operation.id),
      "content-type": "text/plain",
      "content-length": "0"
    })
  }

  app.post("/teams/:team/archive", allow(writeTeams, "teams"), async (c) => {
    const team = teamOf(c, "change")
    const body = await jsonBody(c)
    if (body["shouldSetSpoSiteReadOnlyForMembers"] === true && c.get("caller").kind === "application") {
      throw new GraphFailure(
        400,
        "BadRequest",
        "The parameter shouldSetSpoSiteReadOnlyForMembers isn't supported in application context."
      )
    }
    return start(c, team, true)
  })

  app.post("/teams/:team/unarchive", allow(writeTeams, "teams"), (c) => start(c, teamOf(c, "change"), false))

  return app
}
