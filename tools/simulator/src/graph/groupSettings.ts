import { Hono } from "hono"
import type { World } from "../World.ts"
import { allow } from "./allow.ts"
import type { GraphEnv } from "./GraphEnv.ts"
import { resourceNotFound } from "./GraphFailure.ts"
import { readGroupSettings } from "./groups/groupPermissions.ts"
import { metadata, page } from "./odata/answer.ts"
import { queryOf } from "./odata/query.ts"

/** /groupSettings: objects exist only once an admin made them from their template. */
export const groupSettings = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  const read = allow(readGroupSettings, "directory")

  app.get("/groupSettings", read, (c) =>
    c.json(page(c, world, queryOf(c), c.get("tenant").state.groupSettings, { context: "groupSettings" }))
  )

  app.get("/groupSettings/:id", read, (c) => {
    const setting = c.get("tenant").state.groupSettings.find(({ id }) => id === c.req.param("id"))
    if (!setting) throw resourceNotFound(c.req.param("id"))
    return c.json({ "@odata.context": metadata("groupSettings/$entity"), ...setting })
  })

  return app
}
