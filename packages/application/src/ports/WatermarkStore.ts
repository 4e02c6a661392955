import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, type Effect, type Option } from "effect"
import type { StoreUnavailable } from "./TeamStore.ts"

/** How far the incident feed has read each workspace, by the source's own clock. */
export class WatermarkStore extends Context.Service<
  WatermarkStore,
  {
    /** None before the first sweep. */
    load(workspace: WorkspaceAlias): Effect.Effect<Option.Option<Timestamp>, StoreUnavailable>
    /** Moves forward only: an earlier one than the stored changes nothing. */
    advance(workspace: WorkspaceAlias, to: Timestamp): Effect.Effect<void, StoreUnavailable>
  }
>()("@incident-teams/application/ports/WatermarkStore") {}
