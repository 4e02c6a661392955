import { Hono } from "hono"
import type { Team } from "../../platform/Team.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import { metadata } from "../odata/answer.ts"
import { operationLocation, operationDeviation, teamOf, zeroOperationId } from "./TeamCall.ts"
import { readOperations, writeTeams } from "./teamPermissions.ts"
import { operationResource } from "./teamResource.ts"

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
    const { deviation, zeroId } = operationDeviation(c)
    const operation = tenant.startOperation(
      team.id,
      isArchived ? "archiveTeam" : "unarchiveTeam",
      operationMillis,
      deviation
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

/** GET /teams/{id}/operations/{operation}: also while the team isn't provisioned yet. */
export const operations = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/operations/:operation", allow(readOperations, "teams"), (c) => {
    const tenant = c.get("tenant")
    const now = tenant.clock.now()
    const { operationKeptMillis } = tenant.state.behavior
    const operation = tenant.state.operations[c.req.param("operation").toLowerCase()]
    const missing = new GraphFailure(404, "NotFound", "No workflow found with supplied ID")
    if (!operation || operation.teamId !== c.req.param("team").toLowerCase()) throw missing
    if (!tenant.group(operation.teamId)) throw missing
    if (operation.missingReads > 0) {
      operation.missingReads -= 1
      throw missing
    }
    const kept = operationKeptMillis === null || now < operation.endsAt + tenant.clock.real(operationKeptMillis)
    if (now >= operation.endsAt && (!kept || operation.deviation?.ends === "gone")) throw missing
    const unknownMembers = c.req.header("prefer")?.includes("include-unknown-enum-members") === true
    return c.json({
      "@odata.context": metadata(`teams('${operation.teamId}')/operations/$entity`),
      ...operationResource(operation, now, unknownMembers)
    })
  })

  return app
}
