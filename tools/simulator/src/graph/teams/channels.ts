import { Hono } from "hono"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { metadata, page, selected } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { newChannel } from "./newTeam.ts"
import { visibleTabs } from "./tabs.ts"
import { teamOf } from "./TeamCall.ts"
import { createChannels, readChannels } from "./teamPermissions.ts"
import { channelResource, primaryChannel } from "./teamResource.ts"

const forbidden = /[~#%&*{}+/\\:<>?|'",\p{Cc}]|\.\.|^[_.]|\.$/u

/** GET primaryChannel, GET and POST channels. */
export const channels = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/primaryChannel", allow(readChannels, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const query = queryOf(c)
    const channel = primaryChannel(team)
    return c.json({
      "@odata.context": metadata(`teams('${team.id}')/primaryChannel/$entity`),
      ...selected(channelResource(tenant, team, channel), query.select),
      ...(query.expand.includes("tabs") ? { tabs: visibleTabs(tenant, team, channel, false) } : {})
    })
  })

  app.get("/teams/:team/channels", allow(readChannels, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const query = queryOf(c)
    const items = team.channels.map((channel) => channelResource(tenant, team, channel))
    const kept = items.filter((item) => query.filter?.test(item) ?? true)
    const found = page(c, world, query, kept, { context: `teams('${team.id}')/channels` })
    return c.json({
      ...found,
      "@odata.count": kept.length,
      value: found.value.map((item) => selected(item, query.select))
    })
  })

  app.post("/teams/:team/channels", allow(createChannels, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const body = await jsonBody(c)
    const displayName = textOf(body, "displayName") ?? ""
    const type = textOf(body, "membershipType") ?? "standard"
    if (displayName.trim() === "" || displayName.length > 50 || forbidden.test(displayName)) {
      throw new GraphFailure(
        400,
        "BadRequest",
        "Channel name is empty, longer than 50 characters, or contains forbidden characters."
      )
    }
    if (type !== "standard" && type !== "private") {
      throw new GraphFailure(400, "BadRequest", `Channels of the type '${type}' can't be made here.`)
    }
    if (team.channels.some((channel) => channel.displayName.toLowerCase() === displayName.toLowerCase())) {
      throw new GraphFailure(400, "BadRequest", "Channel name already existed, please use other name.", {
        inner: { code: "NameAlreadyExists" }
      })
    }
    const channel = newChannel(displayName, textOf(body, "description") ?? null, type, tenant.clock.now())
    team.channels.push(channel)
    tenant.changed()
    return c.json(
      { "@odata.context": metadata(`teams('${team.id}')/channels/$entity`), ...channelResource(tenant, team, channel) },
      201
    )
  })

  return app
}
