import { Context } from "effect"

/** Bytes. The largest body that makes sense, 1,000 people and 50 groups, has some 45 KB. */
export const usualBodyLimit = 256 * 1_024

/** The largest body that an endpoint takes, in bytes, unless it is annotated otherwise. */
export const BodyLimit: Context.Reference<number> = Context.Reference("@incident-teams/api/BodyLimit", {
  defaultValue: () => usualBodyLimit
})
