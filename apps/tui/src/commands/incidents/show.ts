import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import {
  attackFacts,
  classificationLabel,
  classificationText,
  closingCommentLabel,
  mergedIntoText,
  ownerText
} from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { Effect } from "effect"
import { momentOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import type { Screen } from "../output/Screen.ts"
import { sheet } from "../output/sheet.ts"
import { troubleEntries } from "../output/troubleEntries.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

/** Everything about an incident that fits on a screen. */
export const incidentSheet = (incident: IncidentView, { width }: Screen): ReadonlyArray<string> =>
  sheet(
    [
      ["Incident", `${incident.number}  ${incident.title}`],
      ["Status", incident.status],
      ["Severity", incident.severity],
      ["Owner", ownerText(incident.owner)],
      [classificationLabel(incident), classificationText(incident)],
      [closingCommentLabel(incident), incident.classificationComment],
      ["Created", momentOf(incident.created)],
      ["Last change", momentOf(incident.lastModified)],
      ["Alerts", incident.alertsCount],
      ...attackFacts(incident).map(([name, values]) => [name, values.join(", ")] as const),
      ["Labels", incident.labels.map(({ name }) => name).join(", ")],
      ["Merged into", incident.merged && mergedIntoText(incident.merged)],
      ["Description", incident.description],
      ["Team", teamWord(incident.team)],
      ["Team link", incident.team?.link],
      ...(incident.team === undefined ? [] : troubleEntries(teamTroubles(incident.team), incident.number)),
      ["In Sentinel", incident.url],
      ["Id", incident.id]
    ],
    width
  )

export const show = action("show", {
  does: "Show an incident and its team.",
  takes: { incident: incidentArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams incidents show 1042" }],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, workspace }) {
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    return (yield* client.incidents.get({ params: { incidentId } })).body
  }),
  show: incidentSheet
})
