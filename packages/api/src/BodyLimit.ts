import { Context } from "effect"

/** Bytes. The largest useful body, 1,000 people and 50 groups, has about 45 KB. */
export const usualBodyLimit = 256 * 1_024

/** The largest body that an endpoint accepts, in bytes. Default: `usualBodyLimit`. */
export const BodyLimit: Context.Reference<number> = Context.Reference("@incident-teams/api/BodyLimit", {
  defaultValue: () => usualBodyLimit
})
