import { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import type { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { type NamingPolicy, noNamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Context, Effect, Layer } from "effect"

/** Who sets the tenant's rules for groups, behind the port's back. */
export class PolicyHand extends Context.Service<
  PolicyHand,
  {
    readonly setCreation: (creation: GroupCreationPolicy) => void
    readonly setNaming: (naming: NamingPolicy) => void
  }
>()("@incident-teams/adapter-memory/PolicyHand") {}

/** Nothing is remembered, so a change counts at once. Everybody may create groups until a hand says otherwise. */
export const layer: Layer.Layer<CreationPolicy | PolicyHand> = Layer.effectContext(
  Effect.sync(() => {
    let creation: GroupCreationPolicy = { _tag: "Everyone" }
    let naming: NamingPolicy = noNamingPolicy

    const policy = CreationPolicy.of({
      read: () => Effect.sync(() => ({ creation, naming })),
      // An application is exempt from the naming policy, as Microsoft documents it.
      validate: () => Effect.succeed([])
    })

    const hand = PolicyHand.of({
      setCreation: (next) => {
        creation = next
      },
      setNaming: (next) => {
        naming = next
      }
    })

    return Context.make(CreationPolicy, policy).pipe(Context.add(PolicyHand, hand))
  })
)
