import type { TenantId } from "@incident-teams/domain/ids/TenantId"
import type { Caller } from "@incident-teams/domain/permissions/Caller"
import type { Redacted } from "effect"

/** A verified caller, and the token that proves it: adapters act on a person's behalf with it. */
export interface Session {
  readonly caller: Caller
  readonly tenant: TenantId
  readonly token: Redacted.Redacted
}

/** In whose name something is done outside: a caller's, or that of Incident Teams itself. */
export type OnBehalf = { readonly _tag: "System" } | { readonly _tag: "Session"; readonly session: Session }

export const asSystem: OnBehalf = { _tag: "System" }
export const asCaller = (session: Session): OnBehalf => ({ _tag: "Session", session })
