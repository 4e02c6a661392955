import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "./TeamStore.ts"

/** How far the incident feed has read each workspace, by the source's own clock, and the locks that decide which process reads on. */
export class WatermarkStore extends Context.Service<
  WatermarkStore,
  {
    /** None before the first sweep. */
    load(workspace: WorkspaceAlias): Effect.Effect<Option.Option<Timestamp>, StoreUnavailable>
    /** Moves forward only: an earlier one than the stored changes nothing. */
    advance(workspace: WorkspaceAlias, to: Timestamp): Effect.Effect<void, StoreUnavailable>
    /**
     * True for exactly one of all callers, in any process, once in `everyMillis`: that caller does what the lock names.
     * It isn't released; it expires after `everyMillis`.
     */
    acquireLock(lock: string, everyMillis: number): Effect.Effect<boolean, StoreUnavailable>
  }
>()("@incident-teams/application/ports/WatermarkStore") {}
