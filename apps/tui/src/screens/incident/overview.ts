import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import {
  attackFacts,
  classificationLabel,
  classificationText,
  closingCommentLabel,
  mergedIntoText,
  ownerText,
  statusText
} from "@incident-teams/api/words/incident"
import { counted } from "@incident-teams/api/words/phrase"
import { servedNote, servedText } from "@incident-teams/api/words/served"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { agoOf, momentOf } from "../../look/agoOf.ts"
import type { Line } from "../../look/Line.ts"
import { blocks, facts, heading, prose } from "../../look/prose.ts"
import { severityMark } from "../severityMark.ts"
import { teamMark } from "../teamMark.ts"
import { troubleLines } from "./troubleLines.ts"

const when = (at: number, now: number): string => `${momentOf(at)} (${agoOf(at, now)})`

const optional = (name: string, value: string | undefined): ReadonlyArray<readonly [string, string]> =>
  value === undefined || value === "" ? [] : [[name, value]]

/** Alerts and bookmarks have a section of their own; a relation without a name would say nothing here. */
const isNamed = ({ name, kind }: { readonly name?: string; readonly kind?: string }): boolean =>
  name !== undefined && kind !== "SecurityAlert" && !/^[0-9a-f-]{36}$/iu.test(name)

/** Where a merged incident goes on: with its team, as soon as that is known. */
const merge = ({ id, merged }: IncidentView, team: TeamView | undefined): ReadonlyArray<readonly [string, string]> => {
  const served = team?.incidents.find((one) => one.id === id)
  return served?.merge === undefined
    ? optional("Merged into", merged && mergedIntoText(merged))
    : optional("Merge", servedNote(served))
}

/** An undecided merge is known only with the whole team. */
const troublesOf = (summary: TeamSummary, team: TeamView | undefined) =>
  teamTroubles(team === undefined ? summary : { ...summary, incidents: team.incidents })

/** What Sentinel knows about the incident, and its team in a line. */
export const overviewLines = (
  incident: IncidentView,
  details: IncidentDetails | undefined,
  team: TeamView | undefined,
  now: number,
  width: number
): ReadonlyArray<Line> => {
  const evidence = [
    counted(incident.alertsCount, "alert"),
    counted(incident.bookmarksCount, "bookmark"),
    counted(incident.commentsCount, "comment")
  ].join(", ")
  const related = details?.relations.status === "read" ? details.relations.items.filter(isNamed) : []
  return blocks(
    prose(`#${incident.number} ${incident.title}`, width, { bold: true }),
    facts(
      [
        ["Severity", [severityMark(incident.severity)]],
        ["Status", statusText(incident)],
        ...(incident.status === "Closed" ? [] : optional(classificationLabel(incident), classificationText(incident))),
        ...optional(closingCommentLabel(incident), incident.classificationComment),
        ["Owner", ownerText(incident.owner)],
        ["Team", [teamMark(incident.team)]],
        ["Created", when(incident.created, now)],
        ["Changed", when(incident.lastModified, now)],
        ...(incident.lastActivity === undefined ? [] : ([["Activity", when(incident.lastActivity, now)]] as const)),
        ["Evidence", evidence],
        ...attackFacts(incident).flatMap(([name, values]) => optional(name, values.join(", "))),
        ...optional("Labels", incident.labels.map(({ name }) => name).join(", ")),
        ...merge(incident, team)
      ],
      width
    ),
    incident.team === undefined ? [] : troubleLines(troublesOf(incident.team, team), now, width),
    team === undefined || team.incidents.length < 2
      ? []
      : [
          heading("Incidents of the team"),
          ...team.incidents.flatMap((one, at) => prose(`${at === 0 ? "Lead: " : ""}${servedText(one)}`, width))
        ],
    prose(incident.description ?? "", width).filter((line) => line.length > 0),
    related.length === 0
      ? []
      : [
          heading("Related"),
          ...related.flatMap(({ name, kind, relatedId }) => prose(`${kind ?? "Item"}: ${name ?? relatedId}`, width))
        ]
  )
}
