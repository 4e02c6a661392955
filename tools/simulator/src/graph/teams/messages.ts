import type { ChatMessage } from "@microsoft/microsoft-graph-types"
import { Hono } from "hono"
import { iso } from "../../Clock.ts"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { isObject, jsonBody, textOf } from "../jsonBody.ts"
import { metadata } from "../odata/answer.ts"
import { channelOf, teamOf } from "./TeamCall.ts"
import { sendMessages } from "./teamPermissions.ts"

/** POST channel messages: for signed-in members only; an application is answered 403 whatever it was granted. */
export const messages = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.post("/teams/:team/channels/:channel/messages", allow(sendMessages, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    if (team.isArchived) throw new GraphFailure(403, "Forbidden", "The team is archived: nobody can post.")
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
