import { clientInfo } from "../ArmCall.ts"
import { badRequest } from "../ArmError.ts"
import type { CommentRecord } from "../ArmState.ts"
import type { Children } from "./childRoutes.ts"
import { requiredText } from "./incidentChange.ts"

// "Investigate incidents with Microsoft Sentinel": 100 comments, each of 30,000 characters.
const maximum = 100
const maximumLength = 30_000

export const comments: Children<CommentRecord> = {
  plural: "comments",
  noun: "Comment",
  maximum,
  fields: {
    name: "string",
    "properties/message": "string",
    "properties/author/objectId": "string",
    "properties/createdTimeUtc": "date",
    "properties/lastModifiedTimeUtc": "date"
  },
  defaultOrder: "properties/createdTimeUtc desc",
  of: (incident) => incident.comments,
  properties: ({ message, createdTimeUtc, lastModifiedTimeUtc, author }) => ({
    message,
    createdTimeUtc,
    lastModifiedTimeUtc,
    author
  }),
  write: (c, properties, name, existing) => {
    const message = requiredText(properties, "message")
    if (message.length > maximumLength) throw badRequest(`A comment has at most ${maximumLength} characters.`)
    const now = c.var.now().toISOString()
    return {
      name,
      etag: "",
      message,
      createdTimeUtc: existing?.createdTimeUtc ?? now,
      lastModifiedTimeUtc: now,
      author: existing?.author ?? clientInfo(c)
    }
  }
}
