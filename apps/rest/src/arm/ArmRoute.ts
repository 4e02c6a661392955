import type { Session } from "@incident-teams/application/ports/Session"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Effect, Schema } from "effect"
import type { Services } from "../Services.ts"
import type { ArmFailure } from "./armRefusalOf.ts"
import type { ArmParams } from "./armTemplate.ts"

/** A request whose caller, api-version and workspace are known. */
export interface ArmAsked {
  readonly session: Session
  readonly workspace: WorkspaceAlias
  readonly apiVersion: string
  readonly params: ArmParams
  readonly url: URL
  /** Parsed; undefined where the route takes none. */
  readonly body: unknown
}

export interface ArmAnswer {
  readonly status: number
  readonly body?: Schema.Json
}

/** Bytes. Far more than an incident's document has (a comment: 30,000 characters). */
export const bodyLimit = 256 * 1_024

/** One operation of Microsoft.SecurityInsights that is served here. */
export interface ArmRoute {
  readonly method: "GET" | "PUT" | "POST" | "DELETE"
  /** Below the provider, with parameters as `:name`. */
  readonly path: string
  /** Azure's operation for it, which a refusal names. */
  readonly action: string
  /** Default: no. */
  readonly takesBody?: boolean
  readonly handle: (asked: ArmAsked) => Effect.Effect<ArmAnswer, ArmFailure, Services>
}
