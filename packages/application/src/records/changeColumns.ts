import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Result } from "effect"
import type { Change } from "../ports/TeamStore.ts"
import { incidentCodec } from "./IncidentCodec.ts"
import { fromColumns, type Row } from "./jsonColumns.ts"
import type { UnreadableRecord } from "./RecordCodec.ts"

/** The change in a row of a relational store's table of changes. `feed`: begins its cursors. */
export const changeIn = (row: Row, feed: string): Result.Result<Change, UnreadableRecord> => {
  const { team } = row
  const cursor = `${feed}-${String(row["number"])}`
  return typeof team === "string"
    ? Result.succeed({
        team: TeamId.make(team),
        cursor,
        from: Number(row["first_event"]),
        to: Number(row["last_event"])
      })
    : Result.map(fromColumns(incidentCodec, String(row["incident"]), row), (incident) => ({ incident, cursor }))
}
