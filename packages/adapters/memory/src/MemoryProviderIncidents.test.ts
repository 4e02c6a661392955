import { providerIncidentsContract } from "@incident-teams/application/testing/providerIncidentsContract"
import { ProviderStage } from "@incident-teams/application/testing/ProviderStage"
import { Effect, Layer } from "effect"
import * as MemoryProviderIncidents from "./MemoryProviderIncidents.ts"

const stage = Layer.effect(
  ProviderStage,
  Effect.map(MemoryProviderIncidents.ProviderHand, (hand) => {
    let added = 0
    return {
      add: Effect.sync(() => {
        const id = String(++added)
        hand.add(id)
        return id
      }),
      merge: (id, into) => Effect.sync(() => hand.merge(id, into)),
      deny: Effect.sync(() => hand.deny({ reason: "It is turned off.", remedy: "Turn it on." })),
      allow: Effect.sync(() => hand.deny(undefined))
    }
  })
).pipe(Layer.provideMerge(MemoryProviderIncidents.layer))

providerIncidentsContract("memory", stage)
