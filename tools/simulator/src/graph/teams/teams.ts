import { Hono } from "hono"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import { checkGroupText } from "../directory/newGroup.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import { metadata, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { applySettings } from "./newTeam.ts"
import { teamOf } from "./TeamCall.ts"
import { readTeams, writeTeams } from "./teamPermissions.ts"
import { teamResource } from "./teamResource.ts"

/** GET and PATCH /teams/{id}. */
export const teams = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team", allow(readTeams, "teams"), (c) => {
    const team = teamResource(c.get("tenant"), teamOf(c))
    return c.json({ "@odata.context": metadata("teams/$entity"), ...selectProperties(team, queryOf(c).select) })
  })

  app.patch("/teams/:team", allow(writeTeams, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const body = await jsonBody(c)
    const group = tenant.group(team.id)
    if (team.isArchived || !group) {
      throw new GraphFailure(403, "Forbidden", "The team is archived: its settings can't be changed.")
    }
    if (body["isArchived"] !== undefined) {
      throw new GraphFailure(400, "BadRequest", "isArchived can't be patched: use archive and unarchive.")
    }
    const { displayName, description } = checkGroupText(body)
    applySettings(team.settings, body)
    if (displayName !== undefined) group.displayName = displayName
    if (description !== undefined) group.description = description
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
