import type { GroupId } from "@incident-teams/domain/ids/directoryIds"
import { Context, type Effect } from "effect"

/** Who sets the tenant's rules for groups while `creationPolicyContract` runs. */
export class PolicyStage extends Context.Service<
  PolicyStage,
  {
    /** No rules: as long as no administrator has made any. */
    readonly none: Effect.Effect<void>
    /** `allowed`: whose members may create groups; none: nobody may. */
    set(rules: {
      readonly allowed?: GroupId
      readonly pattern: string
      readonly blockedWords: ReadonlyArray<string>
    }): Effect.Effect<void>
    /** Longer than anything is remembered. */
    readonly forget: Effect.Effect<void>
  }
>()("@incident-teams/application/testing/PolicyStage") {}
