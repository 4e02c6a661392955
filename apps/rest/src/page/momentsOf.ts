import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { defined } from "@incident-teams/domain/defined"
import { timelineFacts } from "@incident-teams/domain/team/timelineFacts"
import { isolated } from "@incident-teams/domain/text/visibleText"
import { Result } from "effect"
import { isDetail, timelineEntry } from "../views/timelineEntry.ts"
import { plainText } from "./html/plainText.ts"

/** One thing on the timeline that joins an incident's history with its team's. */
export interface Moment {
  readonly at: number
  /** What lasted, lasted until then. */
  readonly until?: number
  /** Where it comes from, which is also its row in the picture. */
  readonly of: "alerts" | "notes" | "incident" | "team"
  readonly text: string
  /** Of an alert. */
  readonly severity?: string
}

/** Everything that happened, oldest first. */
export const momentsOf = ({ incident, parts, team }: IncidentPage): ReadonlyArray<Moment> => {
  const moments: Array<Moment> = []
  if (Result.isSuccess(incident)) {
    const { firstActivity, created } = incident.success
    if (firstActivity !== undefined)
      moments.push({ at: firstActivity, of: "incident", text: "First activity was detected." })
    moments.push({ at: created, of: "incident", text: "The incident was created." })
  }
  for (const { started, ended, generated, name, severity } of read(parts?.alerts)) {
    const at = started ?? generated
    if (at === undefined) continue
    moments.push({
      at,
      of: "alerts",
      text: `Alert: ${name}`,
      ...(ended === undefined || ended <= at ? {} : { until: ended }),
      ...defined({ severity })
    })
  }
  for (const { eventTime, created, name } of read(parts?.bookmarks)) {
    const at = eventTime ?? created
    if (at !== undefined) moments.push({ at, of: "notes", text: `Bookmark: ${name}` })
  }
  for (const { created, author, message } of read(parts?.comments)) {
    const text = `${author?.name ?? "Unknown author"}: ${shortened(plainText(message))}`
    if (created !== undefined) moments.push({ at: created, of: "notes", text })
  }
  for (const { created, lastModified, status, title } of read(parts?.tasks)) {
    const done = status === "Completed" && lastModified !== undefined
    const at = done ? lastModified : created
    if (at !== undefined) moments.push({ at, of: "notes", text: `Task ${done ? "completed" : "added"}: ${title}` })
  }
  moments.push(...teamMoments(team))
  return moments.toSorted((a, b) => a.at - b.at)
}

const read = <A>(part: Result.Result<ReadonlyArray<A>, unknown> | undefined): ReadonlyArray<A> =>
  part !== undefined && Result.isSuccess(part) ? part.success : []

const shortened = (text: string): string => {
  const line = text.split("\n", 1)[0] ?? ""
  return line.length <= 120 && line === text ? line : `${line.slice(0, 119)}…`
}

const teamMoments = (team: IncidentPage["team"]): ReadonlyArray<Moment> => {
  if (team === undefined) return []
  const { history, stored } = team
  const facts = timelineFacts(history.map(({ event }) => event))
  // What was done through us is told by whom, however it was noticed first.
  const ours = new Set(history.flatMap(({ event }) => (event._tag === "IncidentChanged" ? event.etag : [])))
  let status: string | undefined
  return history.flatMap((recorded, index): ReadonlyArray<Moment> => {
    const { event } = recorded
    if (event._tag === "IncidentObserved") {
      const { status: seen, etag, lastModified } = event.incident
      const isNew = seen !== status && !ours.has(etag)
      status = seen
      return isNew ? [{ at: lastModified, of: "incident", text: `The incident's status is ${isolated(seen)}.` }] : []
    }
    if (event._tag === "TeamRequested") status = event.incident.status
    const known = facts[index]
    if (known === undefined || isDetail(event)) return []
    const of = event._tag === "IncidentChanged" || event._tag === "IncidentDeleted" ? "incident" : "team"
    return [{ at: event.at, of, text: timelineEntry(stored.id, { ...recorded, facts: known }).text }]
  })
}
