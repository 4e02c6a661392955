import { Context, type Effect, type Option, type Redacted } from "effect"

/** What keeps us from proving who we are. */
export interface ProofUnavailable {
  readonly reason: string
  readonly remedy: string
  readonly cause: unknown
}

/** How this server proves to Entra's token endpoint who it is. */
export class ClientAuthentication extends Context.Service<
  ClientAuthentication,
  {
    /** Form fields that go with a request to this token endpoint. */
    fields(tokenEndpoint: string): Effect.Effect<Readonly<Record<string, string>>, ProofUnavailable>
    /** What only this server knows, the same at every start and in every process; none with a managed or workload identity. */
    readonly secret: Effect.Effect<Option.Option<Redacted.Redacted>, ProofUnavailable>
  }
>()("incident-teams-server/ClientAuthentication") {}
