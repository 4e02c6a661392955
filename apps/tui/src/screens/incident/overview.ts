import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { agoOf, momentOf } from "../../look/agoOf.ts"
import { counted } from "../../look/counted.ts"
import type { Line } from "../../look/Line.ts"
import { blocks, facts, heading, prose } from "../../look/prose.ts"
import { ownerName } from "../grid/ownerName.ts"
import { severityMark } from "../severityMark.ts"
import { teamMark } from "../teamMark.ts"
import { teamTrouble } from "./teamTrouble.ts"

const spaced = (words: string): string => words.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, " ")

/** `Closed: true positive, suspicious activity`. */
export const statusWords = ({ status, classification, classificationReason }: IncidentView): string =>
  classification === undefined || status !== "Closed"
    ? status
    : `${status}: ${[classification, classificationReason].flatMap((one) => (one === undefined ? [] : [spaced(one).toLowerCase()])).join(", ")}`

const when = (at: number, now: number): string => `${momentOf(at)} (${agoOf(at, now)})`

const optional = (name: string, value: string | undefined): ReadonlyArray<readonly [string, string]> =>
  value === undefined || value === "" ? [] : [[name, value]]

/** Alerts and bookmarks have a section of their own; a relation without a name would say nothing here. */
const isNamed = ({ name, kind }: { readonly name?: string; readonly kind?: string }): boolean =>
  name !== undefined && kind !== "SecurityAlert" && !/^[0-9a-f-]{36}$/iu.test(name)

/** What Sentinel knows about the incident, and its team in a line. */
export const overviewLines = (
  incident: IncidentView,
  details: IncidentDetails | undefined,
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
        ["Severity", severityMark(incident.severity)],
        ["Status", statusWords(incident)],
        ...optional("Comment", incident.classificationComment),
        ["Owner", ownerName(incident) ?? "nobody"],
        ["Team", teamMark(incident.team)],
        ["Created", when(incident.created, now)],
        ["Changed", when(incident.lastModified, now)],
        ...(incident.lastActivity === undefined ? [] : ([["Activity", when(incident.lastActivity, now)]] as const)),
        ["Evidence", evidence],
        ...optional("Tactics", incident.tactics.map(spaced).join(", ")),
        ...optional("Techniques", incident.techniques.join(", ")),
        ...optional("Products", incident.alertProductNames.join(", ")),
        ...optional("Labels", incident.labels.map(({ name }) => name).join(", ")),
        ...optional("Merged into", incident.mergedInto === undefined ? undefined : `#${incident.mergedInto.number}`)
      ],
      width
    ),
    teamTrouble(incident.team, width),
    prose(incident.description ?? "", width).filter((line) => line.length > 0),
    related.length === 0
      ? []
      : [
          heading("Related"),
          ...related.flatMap(({ name, kind, relatedId }) => prose(`${kind ?? "Item"}: ${name ?? relatedId}`, width))
        ]
  )
}
