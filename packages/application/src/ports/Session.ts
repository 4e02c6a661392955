import type { TenantId } from "@incident-teams/domain/ids/directoryIds"
import type { Caller } from "@incident-teams/domain/permissions/Caller"
import type { Redacted } from "effect"

/** A person whose identity is verified, but in whose name nothing is done outside: they signed in at the page. */
export interface Visitor {
  readonly caller: Caller
  readonly tenant: TenantId
}

/** A verified caller, and the token that proves it: adapters act on a person's behalf with it. */
export interface Session extends Visitor {
  readonly token: Redacted.Redacted
}

/** Whether a visitor came with a token. */
export const hasToken = (visitor: Visitor): visitor is Session => "token" in visitor

/** In whose name something is done outside: a caller's, or that of Incident Teams itself. */
export type OnBehalf = { readonly _tag: "System" } | { readonly _tag: "Session"; readonly session: Session }

export const asSystem: OnBehalf = { _tag: "System" }
export const asCaller = (session: Session): OnBehalf => ({ _tag: "Session", session })
