import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { momentOf } from "../../look/agoOf.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"

/** A word about an incident's team, for people. */
export const teamWords = ({ team }: Pick<IncidentView, "team">): string =>
  team === undefined ? "" : team.blocked === undefined ? team.phase : `${team.phase}, blocked`

export const ownerWords = ({ owner }: Pick<IncidentView, "owner">): string =>
  owner?.name ?? owner?.userPrincipalName ?? owner?.email ?? ""

const classificationWords = ({
  classification,
  classificationReason,
  classificationComment
}: IncidentView): string | undefined =>
  classification === undefined
    ? undefined
    : [[classification, classificationReason].filter((word) => word !== undefined).join(", "), classificationComment]
        .filter((part) => part !== undefined)
        .join(": ")

/** All about an incident that fits on a screen. */
export const incidentSheet = (incident: IncidentView, { width }: Screen): ReadonlyArray<string> =>
  sheet(
    [
      ["Incident", `${incident.number}  ${incident.title}`],
      ["Status", incident.status],
      ["Severity", incident.severity],
      ["Owner", ownerWords(incident) || "nobody"],
      ["Closed as", classificationWords(incident)],
      ["Created", momentOf(incident.created)],
      ["Last change", momentOf(incident.lastModified)],
      ["Alerts", incident.alertsCount],
      ["Tactics", incident.tactics.join(", ")],
      ["Labels", incident.labels.map(({ name }) => name).join(", ")],
      ["Description", incident.description],
      ["Team", teamWords(incident) || "none"],
      ["Team link", incident.team?.link],
      ["Blocked", incident.team?.blocked?.reason],
      ["To do", incident.team?.blocked?.remedy],
      ["In Sentinel", incident.url],
      ["Id", incident.id]
    ],
    width
  )
