import { Hono } from "hono"
import type { World } from "../../World.ts"
import { allow, either } from "../allow.ts"
import type { GraphCaller, GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { metadata, page, queried, selected } from "../odata/answer.ts"
import { checkConsistency, checkIndexed, queryOf } from "../odata/query.ts"
import { parseSearch } from "../odata/search.ts"
import { basicUserProperties, indexedUserProperties, userResource, usualUserProperties } from "./userResource.ts"

const full = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]
export const readUsers = either("User.ReadBasic.All", ...full)

export const userOf = (c: GraphContext, key: string) => {
  const user = c.get("tenant").user(key)
  if (!user) throw resourceNotFound(key)
  return user
}

/** $select as far as the caller may see: User.ReadBasic.All opens only the basic properties. */
const visibleTo = (caller: GraphCaller, select: ReadonlyArray<string> | undefined): ReadonlyArray<string> => {
  if (full.some((name) => caller.permissions.has(name))) return select ?? usualUserProperties
  const hidden = select?.find((name) => !basicUserProperties.includes(name))
  if (hidden !== undefined) {
    throw new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
  }
  return select ?? basicUserProperties
}

/** GET /users and /users/{id or userPrincipalName}. */
export const users = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/users", allow(readUsers, "directory"), (c) => {
    const query = checkConsistency(c, queryOf(c))
    checkIndexed(query, indexedUserProperties)
    const search =
      query.search === undefined
        ? undefined
        : parseSearch(
            query.search,
            ["displayName", "mail", "userPrincipalName", "givenName", "surname"],
            ["displayName"]
          )
    const all = Object.values(c.get("tenant").state.users).map((user) => ({ ...user }))
    const found = page(c, world, query, queried(all, query, search), { context: "users" })
    const select = visibleTo(c.get("caller"), query.select)
    return c.json({ ...found, value: found.value.map((user) => selected(userResource(user), select)) })
  })

  app.get("/users/:id", allow(readUsers, "directory"), (c) => {
    const user = userResource(userOf(c, c.req.param("id")))
    const select = visibleTo(c.get("caller"), queryOf(c).select)
    return c.json({ "@odata.context": metadata("users/$entity"), ...selected(user, select) })
  })

  return app
}
