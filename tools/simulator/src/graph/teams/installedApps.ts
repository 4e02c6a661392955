import { randomUUID } from "node:crypto"
import type { TeamsAppInstallation } from "@microsoft/microsoft-graph-types"
import { Hono } from "hono"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { boundKey, jsonBody, textOf } from "../jsonBody.ts"
import { page } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { teamOf } from "./TeamCall.ts"
import { installApps, readApps } from "./teamPermissions.ts"

/** /teams/{id}/installedApps: a custom app must be installed before one of its tabs can be pinned. */
export const installedApps = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/installedApps", allow(readApps, "teams"), (c) => {
    const team = teamOf(c)
    const query = queryOf(c)
    const items = team.installedApps.map(
      ({ id, teamsAppId }) =>
        ({
          id,
          ...(query.expand.includes("teamsApp")
            ? { teamsApp: { id: teamsAppId, displayName: teamsAppId, distributionMethod: "organization" as const } }
            : {})
        }) satisfies TeamsAppInstallation
    )
    const kept = items.filter((item) => query.filter?.test(item) ?? true)
    return c.json(page(c, world, query, kept, { context: `teams('${team.id}')/installedApps` }))
  })

  app.post("/teams/:team/installedApps", allow(installApps, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const teamsAppId = boundKey(textOf(await jsonBody(c), "teamsApp@odata.bind") ?? "", "appCatalogs/teamsApps")
    if (teamsAppId === undefined)
      throw new GraphFailure(400, "BadRequest", "Invalid bind property name teamsApp in request.")
    if (team.installedApps.some((installed) => installed.teamsAppId === teamsAppId)) {
      throw new GraphFailure(409, "Conflict", "App entitlement already exists.")
    }
    const id = Buffer.from(`${team.id}##${randomUUID()}`).toString("base64url")
    team.installedApps.push({ id, teamsAppId })
    tenant.changed()
    // Without a body, and so without a type.
    return c.body(null, 201, { location: `/teams('${team.id}')/installedApps('${id}')` })
  })

  app.delete("/teams/:team/installedApps/:installation", allow(installApps, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const id = c.req.param("installation")
    if (!team.installedApps.some((installed) => installed.id === id)) {
      throw new GraphFailure(404, "NotFound", "The app isn't installed in the team.")
    }
    team.installedApps = team.installedApps.filter((installed) => installed.id !== id)
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
