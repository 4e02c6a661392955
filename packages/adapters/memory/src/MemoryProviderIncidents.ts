import { type ProviderAnswer, ProviderIncidents } from "@incident-teams/application/ports/ProviderIncidents"
import { Context, Effect, Layer } from "effect"

/** What Microsoft Defender does with its incidents, behind the port's back. */
export class ProviderHand extends Context.Service<
  ProviderHand,
  {
    /** From now on there is an incident with this id, and it isn't merged. */
    readonly add: (id: string) => void
    /** Merges the incident `id` into `into`; either may be new. */
    readonly merge: (id: string, into: string) => void
    /** Why it can't be asked from now on; undefined: it can. */
    readonly deny: (why: { readonly reason: string; readonly remedy: string } | undefined) => void
  }
>()("@incident-teams/adapter-memory/ProviderHand") {}

/** A provider without incidents, until a hand adds some. */
export const layer: Layer.Layer<ProviderIncidents | ProviderHand> = Layer.effectContext(
  Effect.sync(() => {
    const answers = new Map<string, ProviderAnswer>()
    let denied: ProviderAnswer | undefined

    const provider = ProviderIncidents.of({
      read: (id) => Effect.sync(() => denied ?? answers.get(id) ?? { _tag: "Unknown" })
    })

    const add = (id: string): void => {
      answers.set(id, { _tag: "NotRedirected" })
    }
    const hand = ProviderHand.of({
      add,
      merge: (id, into) => {
        answers.set(id, { _tag: "Redirected", into })
        if (!answers.has(into)) add(into)
      },
      deny: (why) => {
        denied = why && { _tag: "CantBeAsked", ...why }
      }
    })

    return Context.make(ProviderIncidents, provider).pipe(Context.add(ProviderHand, hand))
  })
)
