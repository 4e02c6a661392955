import { creationPolicyContract } from "@incident-teams/application/testing/creationPolicyContract"
import { PolicyStage } from "@incident-teams/application/testing/PolicyStage"
import { noNamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect, Layer } from "effect"
import * as MemoryCreationPolicy from "./MemoryCreationPolicy.ts"

const stage = Layer.effect(
  PolicyStage,
  Effect.map(MemoryCreationPolicy.PolicyHand, (hand) => ({
    none: Effect.sync(() => {
      hand.setCreation({ _tag: "Everyone" })
      hand.setNaming(noNamingPolicy)
    }),
    set: ({ allowed, pattern, blockedWords }) =>
      Effect.sync(() => {
        hand.setCreation(allowed === undefined ? { _tag: "Nobody" } : { _tag: "MembersOf", group: allowed })
        hand.setNaming({ pattern, blockedWords })
      }),
    forget: Effect.void
  }))
).pipe(Layer.provideMerge(MemoryCreationPolicy.layer))

creationPolicyContract("memory", stage)
