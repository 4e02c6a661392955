import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { defined } from "@incident-teams/domain/defined"
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
  let status: string | undefined
  return (team?.history ?? []).flatMap((recorded): ReadonlyArray<Moment> => {
    const { event } = recorded
    if (event._tag === "TeamRequested") status = event.incident.status
    if (event._tag !== "IncidentObserved") {
      return isDetail(event) ? [] : [{ at: event.at, of: "team", text: timelineEntry(recorded).text }]
    }
    if (event.incident.status === status) return []
    status = event.incident.status
    return [{ at: event.incident.lastModified, of: "incident", text: `The incident is ${status}.` }]
  })
}
