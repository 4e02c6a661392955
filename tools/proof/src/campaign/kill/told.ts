import { Schema } from "effect"

const decodeIncident = Schema.decodeUnknownSync(Schema.Struct({ status: Schema.String }))
const decodeFavorites = Schema.decodeUnknownSync(
  Schema.Struct({ items: Schema.Array(Schema.Struct({ id: Schema.String })) })
)

/** Whether an incident is closed, as its answer tells. */
export const isClosed = (body: unknown): boolean => decodeIncident(body).status === "Closed"

/** Whom somebody starred, as the answer tells. */
export const starredIn = (body: unknown): ReadonlySet<string> =>
  new Set(decodeFavorites(body).items.map(({ id }) => id))
