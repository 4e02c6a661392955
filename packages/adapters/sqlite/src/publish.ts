import { statesAreKept } from "@incident-teams/application/ports/TeamStore"
import { incidentCodec } from "@incident-teams/application/records/IncidentCodec"
import { toColumns } from "@incident-teams/application/records/jsonColumns"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { Statements } from "./SqliteDatabase.ts"

export const isPublished = (sql: Statements, { etag, id }: Incident): boolean =>
  sql.one("SELECT number FROM changes WHERE incident = ? AND etag = ?", id, etag) !== undefined

/** Within a transaction. Old states go when others come: no timer. */
export const publish = (sql: Statements, incidents: ReadonlyArray<Incident>, now: Timestamp): void => {
  sql.run("DELETE FROM changes WHERE incident IS NOT NULL AND at <= ?", now - statesAreKept)
  for (const incident of incidents) {
    sql.run(
      "INSERT OR IGNORE INTO changes (incident, etag, schema_version, json, at) VALUES (?, ?, ?, ?, ?)",
      incident.id,
      incident.etag,
      ...toColumns(incidentCodec, incident),
      now
    )
  }
}
