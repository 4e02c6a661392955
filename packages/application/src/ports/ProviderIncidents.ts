import { Context, type Effect, Schema } from "effect"
import type { InstallationTrouble } from "./InstallationTrouble.ts"

/** The provider can't be asked right now. May pass. */
export class ProviderUnavailable extends Schema.TaggedError<ProviderUnavailable>()("ProviderUnavailable", {
  reason: Schema.String,
  /** What the provider asked to wait, in milliseconds. */
  afterMillis: Schema.optionalKey(Schema.Int),
  cause: Schema.Defect()
}) {}

/** What a provider tells of one of its incidents. */
export const ProviderAnswer = Schema.TaggedUnion({
  /** Merged into the incident with the id `into`, which may have been merged as well. */
  Redirected: { into: Schema.String },
  NotRedirected: {},
  /** The provider doesn't have it: too old, or not there yet. */
  Unknown: {},
  /** This installation may not ask, or is set up not to. */
  CantBeAsked: { reason: Schema.String, remedy: Schema.String }
})
export type ProviderAnswer = typeof ProviderAnswer.Type

/**
 * The product that made an incident and may merge it into another one: Microsoft Defender. Optional: without it, a merge
 * is followed only where the incident source names the surviving incident.
 */
export class ProviderIncidents extends Context.Service<
  ProviderIncidents,
  {
    /** One read of the incident with the provider's `id`, in our own name. */
    read(id: string): Effect.Effect<ProviderAnswer, InstallationTrouble | ProviderUnavailable>
  }
>()("@incident-teams/application/ports/ProviderIncidents") {}
