import { PreconditionFailedProblem } from "@incident-teams/api/problems/requestProblems"
import { defaultPage } from "@incident-teams/api/values/Paging"
import { withHeaders } from "@incident-teams/api/withHeaders"
import { teamServing } from "@incident-teams/application/links/servingTeam"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { draftTeam } from "@incident-teams/application/use-cases/draftTeam"
import { getTeamOfIncident } from "@incident-teams/application/use-cases/getTeam"
import { readIncidentDetails } from "@incident-teams/application/use-cases/incidentDetails"
import { getIncident, listIncidents, listWorkspaces } from "@incident-teams/application/use-cases/listIncidents"
import { defined } from "@incident-teams/domain/defined"
import { Effect, Option } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { matchesEtag } from "../http/matchesEtag.ts"
import { openContinuation, sealContinuation } from "../sealing/continuation.ts"
import { principalView } from "../views/actorView.ts"
import { incidentDetailsView } from "../views/incidentDetailsView.ts"
import { incidentView } from "../views/incidentView.ts"
import { teamAnswer } from "../views/teamAnswer.ts"
import { accepted, keptAnswer } from "./accepted.ts"
import { underCallersKey } from "./underCallersKey.ts"
import { workspaceMeant } from "./workspaceMeant.ts"

const changedSinceRead = () =>
  new PreconditionFailedProblem({
    field: "If-Match",
    detail: "The incident was changed since it was read.",
    remedy: "Read it again, and send its new ETag."
  })

export const incidents: HandlersOf<"incidents"> = {
  workspaces: ({ session }) =>
    Effect.map(listWorkspaces(session), (aliases) => ({ items: aliases.map((alias) => ({ alias })) })),

  list: Effect.fnUntraced(function* ({ session, query }) {
    const { status, severity, search, number, continuation } = query
    const page = yield* listIncidents(session, {
      workspace: yield* workspaceMeant(session, query.workspace),
      filter: {
        ...defined({ status, severity, title: search, number })
      },
      order: { by: query.orderBy ?? "lastModified", descending: query.direction !== "asc" },
      top: query.top ?? defaultPage,
      ...defined({ next: yield* openContinuation("incidents", continuation) })
    })
    return {
      items: page.items.map(incidentView),
      ...defined({ continuation: yield* sealContinuation("incidents", page.next) })
    }
  }),

  get: Effect.fnUntraced(function* ({ session, params }) {
    const found = yield* getIncident(session, params.incidentId)
    return withHeaders(incidentView(found), { etag: found.incident.etag })
  }),

  details: Effect.fnUntraced(function* ({ session, params }) {
    const found = yield* readIncidentDetails(session, params.incidentId)
    return withHeaders(incidentDetailsView(found), { etag: found.incident.etag })
  }),

  change: Effect.fnUntraced(function* ({ session, params, headers, payload }) {
    const ifMatch = headers["if-match"]
    const unchanged =
      ifMatch === undefined || ifMatch.trim() === "*" ? undefined : (etag: string) => matchesEtag(ifMatch, etag)
    const incident = yield* changeIncident(session, params.incidentId, payload, unchanged).pipe(
      Effect.mapError((failure) =>
        unchanged !== undefined && failure._tag === "IncidentConflict" ? changedSinceRead() : failure
      )
    )
    // The change is made, so a team that can't be read right now is left out of the answer.
    const team = yield* teamServing(incident.id).pipe(
      Effect.map(Option.getOrUndefined),
      Effect.orElseSucceed(() => undefined)
    )
    return withHeaders(incidentView({ incident, team }), { etag: incident.etag })
  }),

  draft: Effect.fnUntraced(function* ({ session, params }) {
    const draft = yield* draftTeam(session, params.incidentId)
    return {
      incidentId: draft.incident.id,
      name: draft.name,
      description: draft.description,
      preselected: draft.preselected.map(({ principal, people, refusal, warning }) => ({
        principal: principalView(principal),
        ...defined({ people, refusal, warning })
      }))
    }
  }),

  team: Effect.fnUntraced(function* ({ session, params }) {
    const details = yield* getTeamOfIncident(session, params.incidentId).pipe(
      // Only an incident that exists can be given a team.
      Effect.tapErrorTag("TeamNotStored", () => getIncident(session, params.incidentId))
    )
    return yield* teamAnswer(details)
  }),

  createTeam: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const { name, description, people = [], groups = [], owner, announce } = payload
    const created = yield* createTeam(asked.session, {
      incident: params.incidentId,
      ...defined({ name, description }),
      people,
      groups,
      ...defined({ owner, announce })
    }).pipe(underCallersKey(asked, keptAnswer))
    return yield* accepted(created)
  })
}
