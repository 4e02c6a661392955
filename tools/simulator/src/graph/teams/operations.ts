import { Hono } from "hono"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { metadata } from "../odata/answer.ts"
import { readOperations } from "./teamPermissions.ts"
import { operationResource } from "./teamResource.ts"

/** GET /teams/{id}/operations/{operation}: also while the team isn't provisioned yet. */
export const operations = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/operations/:operation", allow(readOperations, "teams"), (c) => {
    const tenant = c.get("tenant")
    const now = tenant.clock.now()
    const { operationKeptMillis } = tenant.state.behavior
    const operation = tenant.state.operations[c.req.param("operation").toLowerCase()]
    const missing = new GraphFailure(404, "NotFound", "The operation was not found.")
    if (!operation || operation.teamId !== c.req.param("team").toLowerCase()) throw missing
    if (!tenant.group(operation.teamId)) throw missing
    if (operation.missingReads > 0) {
      operation.missingReads -= 1
      throw missing
    }
    const kept = operationKeptMillis === null || now < operation.endsAt + tenant.clock.real(operationKeptMillis)
    if (now >= operation.endsAt && (!kept || operation.twist?.ends === "gone")) throw missing
    const unknownMembers = c.req.header("prefer")?.includes("include-unknown-enum-members") === true
    return c.json({
      "@odata.context": metadata(`teams('${operation.teamId}')/operations/$entity`),
      ...operationResource(operation, now, unknownMembers)
    })
  })

  return app
}
