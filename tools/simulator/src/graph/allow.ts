import type { MiddlewareHandler } from "hono"
import type { GraphEnv } from "./GraphEnv.ts"
import { GraphFailure } from "./GraphFailure.ts"

/** Any one of the permissions is enough. An empty list: not available to that kind of caller. */
export interface Permissions {
  readonly application: ReadonlyArray<string>
  readonly delegated: ReadonlyArray<string>
}

/** Lists that are the same for applications and users. */
export const either = (...permissions: ReadonlyArray<string>): Permissions => ({
  application: permissions,
  delegated: permissions
})

/** Refuses callers without one of the permissions with 403, in the words of the directory or of the Teams service. */
export const allow =
  (permissions: Permissions, service: "directory" | "teams"): MiddlewareHandler<GraphEnv> =>
  async (c, next) => {
    const caller = c.get("caller")
    if (
      !permissions[caller.kind === "user" ? "delegated" : "application"].some((name) => caller.permissions.has(name))
    ) {
      throw service === "directory"
        ? new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        : new GraphFailure(
            403,
            "Authorization_RequestDenied",
            `Missing role permissions on the request. API requires one of '${permissions[caller.kind === "user" ? "delegated" : "application"].join(", ")}'. Roles on the request '${[...caller.permissions].join(", ")}'.`
          )
    }
    await next()
  }
