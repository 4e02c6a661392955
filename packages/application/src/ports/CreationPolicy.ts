import type { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import type { NamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Context, type Effect } from "effect"
import type { DirectoryUnavailable } from "./Directory.ts"

/** Why a name or a mail nickname is refused: it lacks the policy's prefix or suffix, or has a blocked word. */
export interface GroupNameProblem {
  readonly of: "name" | "nickname"
  readonly why: "affixes" | "blockedWord" | "other"
  /** What would be accepted, where the tenant says it. */
  readonly suggested?: string
}

/** The tenant's rules for new groups, and so for new teams. */
export class CreationPolicy extends Context.Service<
  CreationPolicy,
  {
    /** Who may create groups and how they must be called. Remembered for a few minutes. */
    read(): Effect.Effect<
      { readonly creation: GroupCreationPolicy; readonly naming: NamingPolicy },
      DirectoryUnavailable
    >
    /**
     * What the tenant would say against a new group of Incident Teams itself with this name and this mail nickname;
     * empty: nothing.
     */
    validate(group: {
      readonly name: string
      readonly nickname: string
    }): Effect.Effect<ReadonlyArray<GroupNameProblem>, DirectoryUnavailable>
  }
>()("@incident-teams/application/ports/CreationPolicy") {}
