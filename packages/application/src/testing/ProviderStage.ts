import { Context, type Effect } from "effect"

/** A provider's incidents while `providerIncidentsContract` runs. */
export class ProviderStage extends Context.Service<
  ProviderStage,
  {
    /** Adds an incident; returns the provider's id of it. */
    readonly add: Effect.Effect<string>
    /** Merges the incident `id` into `into`. */
    readonly merge: (id: string, into: string) => Effect.Effect<void>
    /** From now on this installation may not ask. */
    readonly deny: Effect.Effect<void>
    /** From now on it may ask again. */
    readonly allow: Effect.Effect<void>
  }
>()("@incident-teams/application/testing/ProviderStage") {}
