import { Hono, type MiddlewareHandler } from "hono"
import { graphAudience, bearerOf, verifyToken } from "../platform/bearerToken.ts"
import type { World } from "../platform/World.ts"
import { applications } from "./applications/applications.ts"
import { federations } from "./applications/federations.ts"
import { permissionGrants } from "./applications/permissionGrants.ts"
import { servicePrincipals } from "./applications/servicePrincipals.ts"
import { batch, type ServePart } from "./batch.ts"
import { deletedGroups } from "./directory/deletedGroups.ts"
import { groupMembers } from "./directory/groupMembers.ts"
import { groups, groupsByUniqueName } from "./directory/groups.ts"
import { groupSettings } from "./directory/groupSettings.ts"
import { lifecycle } from "./directory/lifecycle.ts"
import { userGroups, users } from "./directory/users.ts"
import type { GraphContext, GraphEnv } from "./GraphEnv.ts"
import { answerFailure, clientRequestIdOf, GraphFailure } from "./GraphFailure.ts"
import { securityIncidents } from "./security/incidents.ts"
import { archive, operations } from "./teams/archiving.ts"
import { bulkMembers } from "./teams/bulkMembers.ts"
import { channels, messages } from "./teams/channels.ts"
import { createTeam, putTeam } from "./teams/createTeam.ts"
import { installedApps } from "./teams/installedApps.ts"
import { members } from "./teams/members.ts"
import { tabs } from "./teams/tabs.ts"
import { teams } from "./teams/teams.ts"
import { throttle } from "./throttling.ts"

const why = {
  missing: "Access token is empty.",
  malformed: "CompactToken parsing failed with error code: 80049217",
  signature: "Access token validation failure. Invalid signature.",
  audience: "Access token validation failure. Invalid audience.",
  issuer: "Access token validation failure. Invalid issuer.",
  expired: "Lifetime validation failed, the token is expired."
} as const

/** Microsoft Graph v1.0, for bearers of a token whose audience is Graph. `serve` is the whole simulator, for $batch. */
export const graphSurface = (world: World, serve: ServePart): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.use(async (c, next) => {
    await next()
    c.res.headers.set("request-id", c.get("requestId"))
    c.res.headers.set("client-request-id", clientRequestIdOf(c))
    c.res.headers.set(
      "x-ms-ags-diagnostic",
      '{"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"5","ScaleUnit":"000"}}'
    )
  })

  // The batch itself isn't throttled: each part is authenticated and throttled on its own.
  app.use(authenticated(world))
  app.route("/", batch(world, serve))
  app.use(throttle())

  for (const routes of [
    groupsByUniqueName,
    putTeam,
    groups,
    groupMembers,
    deletedGroups,
    groupSettings,
    lifecycle,
    securityIncidents,
    users,
    userGroups,
    createTeam,
    teams,
    archive,
    operations,
    bulkMembers,
    members,
    channels,
    tabs,
    installedApps,
    messages,
    applications,
    federations,
    servicePrincipals,
    permissionGrants
  ]) {
    app.route("/", routes(world))
  }

  app.all("*", (c) => {
    throw new GraphFailure(
      400,
      "BadRequest",
      `Resource not found for the segment '${c.req.path.split("/")[2] ?? ""}'. The simulator doesn't serve ${c.req.method} ${c.req.path}.`
    )
  })

  app.onError((error, c) => {
    const failure =
      error instanceof GraphFailure
        ? error
        : new GraphFailure(500, "UnknownError", `Simulator bug: ${error.stack ?? error.message}`)
    if (failure.status === 500) console.error(error)
    const answer = answerFailure(c, failure)
    if (failure.status === 401)
      answer.headers.set(
        "www-authenticate",
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'
      )
    return answer
  })
  return app
}

const authenticated =
  (world: World): MiddlewareHandler<GraphEnv> =>
  async (c: GraphContext, next) => {
    const verified = await verifyToken(world, bearerOf(c.req.raw), graphAudience)
    if (!verified.ok) throw new GraphFailure(401, "InvalidAuthenticationToken", why[verified.why])
    const { claims, tenant } = verified
    const words = (claim: unknown): ReadonlyArray<string> =>
      Array.isArray(claim) ? claim.map(String) : typeof claim === "string" ? claim.split(" ") : []
    const isUser = typeof claims["scp"] === "string"
    c.set("tenant", tenant)
    c.set("caller", {
      kind: isUser ? "user" : "application",
      appId: String(claims["appid"]),
      objectId: String(claims["oid"]),
      permissions: new Set(words(isUser ? claims["scp"] : claims["roles"]))
    })
    tenant.settle()
    await next()
  }
