import { Hono } from "hono"
import type { World } from "../../platform/World.ts"
import { allow, either } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { page } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { writeGroups } from "./groupPermissions.ts"
import { groupOf } from "./groups.ts"

/** The tenant's expiration policy (grouplifecyclepolicy-list), and renewing a group under it (group-renew). */
export const lifecycle = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get(
    "/groupLifecyclePolicies",
    allow(either("Directory.Read.All", "Directory.ReadWrite.All"), "directory"),
    (c) => {
      const policy = c.get("tenant").state.lifecyclePolicy
      const policies =
        policy === undefined
          ? []
          : [
              {
                id: policy.id,
                groupLifetimeInDays: policy.groupLifetimeInDays,
                managedGroupTypes: policy.managedGroupTypes,
                alternateNotificationEmails: null
              }
            ]
      return c.json(page(c, world, queryOf(c), policies, { context: "groupLifecyclePolicies" }))
    }
  )

  app.post("/groups/:id/renew", allow(writeGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    groupOf(c, c.req.param("id")).renewedAt = tenant.clock.now()
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
