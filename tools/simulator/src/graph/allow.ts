import type { MiddlewareHandler } from "hono"
import type { GraphEnv } from "./GraphEnv.ts"
import { GraphFailure } from "./GraphFailure.ts"

/** Any one of the permissions is enough. An empty list: not available to that kind of caller. */
export interface Permissions {
  readonly application: ReadonlyArray<string>
  readonly delegated: ReadonlyArray<string>
  /** Of both, as long as the tenant's `legacyPermissions` are accepted. */
  readonly legacy?: ReadonlyArray<string>
}

/** Lists that are the same for applications and users. */
export const either = (...permissions: ReadonlyArray<string>): Permissions => ({
  application: permissions,
  delegated: permissions
})

/** Refuses callers without one of the permissions with 403, in the words of the directory, of Microsoft Defender or of the Teams service. */
export const allow =
  (permissions: Permissions, service: "directory" | "security" | "teams"): MiddlewareHandler<GraphEnv> =>
  async (c, next) => {
    const caller = c.get("caller")
    const names = [
      ...permissions[caller.kind === "user" ? "delegated" : "application"],
      ...(c.get("tenant").state.behavior.legacyPermissions === "accept" ? (permissions.legacy ?? []) : [])
    ]
    if (!names.some((name) => caller.permissions.has(name))) {
      const [held, kind] = [[...caller.permissions].join(", "), caller.kind === "user" ? "scope" : "role"]
      if (service === "security") {
        // As recorded from tenants for applications; for people by analogy. The code wasn't recorded.
        const kinds = kind === "role" ? "roles" : "scopes"
        throw new GraphFailure(
          403,
          "Forbidden",
          `Missing application ${kinds}. API required ${kinds}: ${names.join(",")}, application ${kinds}: ${[...caller.permissions].join(",")}.`
        )
      }
      throw service === "directory"
        ? new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        : // The code that the Teams service has for any denial: only the words tell.
          new GraphFailure(
            403,
            "Forbidden",
            `Missing ${kind} permissions on the request. API requires one of '${names.join(", ")}'. ${kind === "role" ? "Roles" : "Scopes"} on the request '${held}'. Resource specific consent grants on the request ''.`
          )
    }
    await next()
  }
