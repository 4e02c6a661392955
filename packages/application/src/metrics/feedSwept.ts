import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Metric } from "effect"

const swept = Metric.gauge("incident_teams_feed_swept_timestamp_seconds", {
  description:
    "When the last sweep of a workspace began that went through, in seconds since 1970. time() less this is the feed's lag."
})

/** A sweep that began at this moment went through: whatever Sentinel told by then has been followed. */
export const feedSwept = (workspace: WorkspaceAlias, at: Timestamp) =>
  Metric.update(Metric.withAttributes(swept, { workspace }), at / 1_000)
