import type { ChatMessage } from "@microsoft/microsoft-graph-types"
import { Hono } from "hono"
import { iso } from "../../platform/Clock.ts"
import { isObject } from "../../platform/json.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { metadata, page, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { newChannel } from "./newTeam.ts"
import { visibleTabs } from "./tabs.ts"
import { channelOf, teamOf } from "./TeamCall.ts"
import { createChannels, readChannels, readPrimaryChannel, sendMessages } from "./teamPermissions.ts"
import { channelResource, primaryChannel } from "./teamResource.ts"

const forbidden = /[~#%&*{}+/\\:<>?|'",\p{Cc}]|\.\.|^[_.]|\.$/u

/** GET primaryChannel, GET and POST channels. */
export const channels = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/primaryChannel", allow(readPrimaryChannel, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const query = queryOf(c)
    const channel = primaryChannel(team)
    return c.json({
      "@odata.context": metadata(`teams('${team.id}')/primaryChannel/$entity`),
      ...selectProperties(channelResource(tenant, team, channel), query.select),
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
      value: found.value.map((item) => selectProperties(item, query.select))
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
      throw new GraphFailure(400, "BadRequest", `The simulator can't create channels of type '${type}'.`)
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

/** POST channel messages: for signed-in members only. An application gets 403, with any permission. */
export const messages = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.post("/teams/:team/channels/:channel/messages", allow(sendMessages, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    if (team.isArchived) throw new GraphFailure(403, "Forbidden", "The team is archived. Posting is disabled.")
    const request = await jsonBody(c)
    const { body } = request
    const content = isObject(body) ? textOf(body, "content") : undefined
    if (!isObject(body) || content === undefined)
      throw new GraphFailure(400, "BadRequest", "A message needs a body with content.")
    if (content.length > 28_000)
      throw new GraphFailure(413, "RequestEntityTooLarge", "The message is larger than 28 KB.")
    const contentType = textOf(body, "contentType")?.toLowerCase() === "html" ? ("html" as const) : ("text" as const)
    const at = tenant.clock.now()
    const from = c.get("caller").objectId
    const message = {
      id: String(at + channel.messages.length),
      from,
      at,
      subject: textOf(request, "subject") ?? null,
      contentType,
      content
    }
    channel.messages.push(message)
    tenant.changed()
    const resource = {
      id: message.id,
      createdDateTime: iso(at),
      subject: message.subject,
      importance: "normal",
      messageType: "message",
      from: { user: { id: from, displayName: tenant.state.users[from]?.displayName ?? null } },
      body: { contentType, content },
      channelIdentity: { teamId: team.id, channelId: channel.id }
    } satisfies ChatMessage
    return c.json(
      { "@odata.context": metadata(`teams('${team.id}')/channels('${channel.id}')/messages/$entity`), ...resource },
      201
    )
  })

  return app
}
