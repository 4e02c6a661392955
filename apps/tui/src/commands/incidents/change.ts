import { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { teamWord } from "@incident-teams/api/words/team"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { classifications } from "../../classifications.ts"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { ifMatch, ifMatchFlag } from "../changeFlags.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { incidentsArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { type Workspace, workspaceFlag } from "../resolve/workspaceFlag.ts"
import { oneOrSeveral } from "../several/oneOrSeveral.ts"
import { areSeveral, readNames } from "../several/readNames.ts"
import { type Waiting, waitFlags } from "../waiting/waitFlags.ts"
import { waitUntilDone } from "../waiting/waitUntilDone.ts"
import { incidentSheet } from "./show.ts"

interface Asked extends Waiting {
  /** By number or id, or `-`. */
  readonly incident: ReadonlyArray<string>
  readonly ifMatch: Option.Option<string>
  readonly workspace: Option.Option<Workspace>
}

/** With --wait, waits until the incident's team, if it has one, has followed. */
const changeIncident = Effect.fnUntraced(function* (
  client: Client,
  incidentId: IncidentView["id"],
  payload: IncidentChangeBody,
  { wait, timeout, ifMatch: etag }: Asked
) {
  const params = { incidentId }
  const { body: incident } = yield* client.incidents.change({ params, headers: ifMatch(etag), payload })
  if (!wait || incident.team === undefined) return incident
  yield* waitUntilDone(client, incident.team.operation.replace("/v1/operations/", ""), { timeout })
  return (yield* client.incidents.get({ params })).body
})

const etagOfSeveral = new CommandFailure({
  ending: "usage",
  type: "ambiguous-name",
  title: "One ETag for several incidents",
  detail: "--if-match is about one incident.",
  remedy: "Use --if-match with one incident, given by its number or id."
})

const { forEach: forEachIncident, ...changedIncidents } = oneOrSeveral({
  noun: "incident",
  one: IncidentView,
  sheet: incidentSheet,
  columns: [
    { title: "STATUS", cell: ({ status }) => status },
    { title: "TEAM", cell: ({ team }) => teamWord(team) },
    { title: "TITLE", cell: ({ title }) => title, shrinks: true }
  ]
})

/** Makes the same change to each of the incidents. */
const changeIncidents = Effect.fnUntraced(function* (asked: Asked, change: IncidentChangeBody) {
  const { incident, workspace } = asked
  if (areSeveral(incident) && Option.isSome(asked.ifMatch)) return yield* etagOfSeveral
  const names = yield* readNames(incident)
  const client = yield* connect
  return yield* forEachIncident(incident, names, (name) =>
    Effect.flatMap(resolveIncident(client, name, workspace), (id) => changeIncident(client, id, change, asked))
  )
})

/** The reason for a classification: the one that is given, or else the only one that there is. */
const resolveReason = (
  classification: NonNullable<IncidentChangeBody["classification"]>,
  given: IncidentChangeBody["classificationReason"]
): Effect.Effect<IncidentChangeBody["classificationReason"], CommandFailure> => {
  const reasons = classifications.flatMap(({ change }) =>
    change.classification === classification && change.classificationReason !== undefined
      ? [change.classificationReason]
      : []
  )
  const [only, ...more] = reasons
  if (given === undefined ? more.length === 0 : reasons.includes(given)) return Effect.succeed(given ?? only)
  if (given !== undefined && more.length === 0) {
    return Effect.fail(
      new CommandFailure({
        ending: "usage",
        type: "wrong-reason",
        title: "The reason doesn't fit the classification",
        detail:
          only === undefined ? `${classification} takes no reason.` : `${given} isn't a reason for ${classification}.`,
        remedy: only === undefined ? "Leave --reason out." : `Use --reason ${only}, or leave it out.`
      })
    )
  }
  return Effect.fail(
    new CommandFailure({
      ending: "usage",
      type: given === undefined ? "nothing-named" : "wrong-reason",
      title: given === undefined ? "No reason given" : "The reason doesn't fit the classification",
      detail: `${classification} has several possible reasons: ${reasons.join(", ")}.`,
      remedy: `Choose one, for example: --reason ${reasons[0]}`
    })
  )
}

export const close = action("close", {
  does: "Close incidents and archive their teams.",
  takes: {
    incident: incidentsArgument,
    classification: Flag.Literals("classification", [
      "TruePositive",
      "BenignPositive",
      "FalsePositive",
      "Undetermined"
    ]).pipe(Flag.withDescription("The incident's classification.")),
    reason: Flag.Literals("reason", [
      "SuspiciousActivity",
      "SuspiciousButExpected",
      "IncorrectAlertLogic",
      "InaccurateData"
    ]).pipe(
      Flag.withDescription(
        "The reason for the classification. Required with FalsePositive. The other classifications have at most one reason, which is the default."
      ),
      Flag.optional
    ),
    comment: Flag.String("comment").pipe(
      Flag.withSchema(IncidentChangeBody.fields.classificationComment.schema),
      Flag.withMetavar("<text>"),
      Flag.withDescription("A comment that is stored with the classification."),
      Flag.optional
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [
    { command: "incident-teams incidents close 1042 --classification BenignPositive --wait" },
    {
      command:
        'incident-teams incidents close 1042 --classification FalsePositive --reason InaccurateData --comment "A test mail"'
    },
    {
      command: "incident-teams incidents close 1042 1043 1044 --classification Undetermined",
      description: "Several at once; a list from standard input: -"
    }
  ],
  ...changedIncidents,
  run: Effect.fnUntraced(function* ({ classification, reason, comment, ...asked }) {
    const classificationReason = yield* resolveReason(classification, Option.getOrUndefined(reason))
    return yield* changeIncidents(asked, {
      status: "Closed",
      classification,
      ...(classificationReason === undefined ? {} : { classificationReason }),
      ...(Option.isSome(comment) ? { classificationComment: comment.value } : {})
    })
  })
})

export const reopen = action("reopen", {
  does: "Reopen incidents and their teams.",
  takes: {
    incident: incidentsArgument,
    status: Flag.Literals("status", ["Active", "New"]).pipe(
      Flag.withDescription("The incident's new status. Default: Active."),
      Flag.withDefault("Active" as const)
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [
    { command: "incident-teams incidents reopen 1042 --wait" },
    { command: "incident-teams incidents reopen - < incidents.txt", description: "A list, one number or id per line" }
  ],
  ...changedIncidents,
  run: ({ status, ...asked }) => changeIncidents(asked, { status })
})
