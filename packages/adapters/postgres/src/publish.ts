import { statesAreKept } from "@incident-teams/application/ports/TeamStore"
import { incidentCodec } from "@incident-teams/application/records/IncidentCodec"
import { toColumns } from "@incident-teams/application/records/jsonColumns"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { bind, type Statement } from "./PostgresDatabase.ts"

/**
 * Numbers new states like commits, under the row of `feed`, and locks nothing if there are none. Who waited for that row
 * while another one published the same leaves it out.
 */
export const publication = (incidents: ReadonlyArray<Incident>, now: Timestamp, channel: string): Statement => {
  const { the, values } = bind()
  const records = incidents.map((incident) => toColumns(incidentCodec, incident))
  const ids = the(
    incidents.map(({ id }) => id),
    "text[]"
  )
  const etags = the(
    incidents.map(({ etag }) => etag),
    "text[]"
  )
  const versions = the(
    records.map(([version]) => version),
    "integer[]"
  )
  const texts = the(
    records.map(([, json]) => json),
    "text[]"
  )
  return {
    text: `WITH fresh AS (
        SELECT i.*, row_number() OVER (ORDER BY i.place) AS nth
        FROM unnest(${ids}, ${etags}, ${versions}, ${texts}) WITH ORDINALITY AS i (incident, etag, version, json, place)
        WHERE NOT EXISTS (SELECT FROM $schema.changes c WHERE c.incident = i.incident AND c.etag = i.etag)),
      old AS (
        DELETE FROM $schema.changes WHERE EXISTS (SELECT FROM fresh) AND number IN (
          SELECT number FROM $schema.changes WHERE incident IS NOT NULL AND at <= ${the(now - statesAreKept, "bigint")}
          ORDER BY number LIMIT 1000 FOR UPDATE SKIP LOCKED)),
      numbered AS (
        UPDATE $schema.feed SET last = last + (SELECT count(*) FROM fresh) WHERE EXISTS (SELECT FROM fresh)
        RETURNING last),
      published AS (
        INSERT INTO $schema.changes (number, incident, etag, schema_version, json, at)
        SELECT numbered.last - (SELECT count(*) FROM fresh) + fresh.nth, fresh.incident, fresh.etag, fresh.version,
          fresh.json, ${the(now, "bigint")}
        FROM numbered, fresh ORDER BY fresh.nth
        ON CONFLICT (incident, etag) DO NOTHING
        RETURNING number)
      SELECT pg_notify(${the(channel, "text")}, '') FROM published LIMIT 1`,
    values
  }
}
