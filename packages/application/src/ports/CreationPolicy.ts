import type { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import type { NamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Context, type Effect } from "effect"
import type { DirectoryUnavailable } from "./Directory.ts"

/** The tenant's rules for new groups, and so for new teams. */
export class CreationPolicy extends Context.Service<
  CreationPolicy,
  {
    /** Who may create groups and how they must be called. Remembered for a few minutes. */
    read(): Effect.Effect<
      { readonly creation: GroupCreationPolicy; readonly naming: NamingPolicy },
      DirectoryUnavailable
    >
  }
>()("@incident-teams/application/ports/CreationPolicy") {}
