import { AccessAsked, AccessDecided } from "@incident-teams/api/teams/AccessRequestView"
import { defaultPage } from "@incident-teams/api/values/Paging"
import { withHeaders } from "@incident-teams/api/withHeaders"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { archiveNow, keepOpen } from "@incident-teams/application/use-cases/archiveTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { getTeam } from "@incident-teams/application/use-cases/getTeam"
import { listAccessRequests } from "@incident-teams/application/use-cases/listAccessRequests"
import { listTeams } from "@incident-teams/application/use-cases/listTeams"
import { readEvent, readTimeline } from "@incident-teams/application/use-cases/readTimeline"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { decideMerge, linkIncident, unlinkIncident } from "@incident-teams/application/use-cases/teamIncidents"
import { defined } from "@incident-teams/domain/defined"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect, Schema } from "effect"
import type { HandlersOf, RequestOf } from "../contract/Handlers.ts"
import { matchesEtag } from "../http/matchesEtag.ts"
import { openContinuation, sealContinuation } from "../sealing/continuation.ts"
import { accessView } from "../views/accessView.ts"
import { teamAnswer } from "../views/teamAnswer.ts"
import { teamEtag } from "../views/teamEtag.ts"
import { teamSummary } from "../views/teamView.ts"
import { isDetail, timelineEntry, timelinePerson } from "../views/timelineEntry.ts"
import { accepted, keptAnswer, replayedIf } from "./accepted.ts"
import { underCallersKey } from "./underCallersKey.ts"
import { workspaceMeant } from "./workspaceMeant.ts"

const KeptQuestion = Schema.fromJsonString(AccessAsked)
const KeptDecision = Schema.fromJsonString(AccessDecided)

export const teams: HandlersOf<"teams"> = {
  list: Effect.fnUntraced(function* ({ session, query }) {
    const { phase, blocked, continuation, top = defaultPage } = query
    const page = yield* listTeams(
      session,
      yield* workspaceMeant(session, query.workspace),
      { ...defined({ phases: phase, blocked }) },
      { limit: top, ...defined({ next: yield* openContinuation("teams", continuation) }) }
    )
    return {
      items: page.items.map(({ team }) => teamSummary(team)),
      ...defined({ continuation: yield* sealContinuation("teams", page.next) })
    }
  }),

  get: ({ session, params }) => Effect.flatMap(getTeam(session, params.teamId), teamAnswer),

  rename: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const { name, description } = payload
    const ifMatch = asked.headers["if-match"]
    const changed = yield* renameTeam(asked.session, params.teamId, {
      ...defined({ name, description }),
      ...(ifMatch === undefined ? {} : { unchanged: (details) => matchesEtag(ifMatch, teamEtag(details)) })
    }).pipe(underCallersKey(asked, keptAnswer))
    return yield* accepted(changed)
  }),

  addPeople: Effect.fnUntraced(function* ({ params, payload: { people = [], groups = [] }, ...asked }) {
    const changed = yield* addPeople(asked.session, params.teamId, { people, groups }).pipe(
      underCallersKey(asked, keptAnswer)
    )
    return yield* accepted(changed)
  }),

  removePeople: Effect.fnUntraced(function* ({ params, payload: { people = [], groups = [] }, ...asked }) {
    const changed = yield* removePeople(asked.session, params.teamId, { people, groups }).pipe(
      underCallersKey(asked, keptAnswer)
    )
    return yield* accepted(changed)
  }),

  linkIncident: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const { incident, lead = false, merge = false } = payload
    const changed = yield* linkIncident(asked.session, params.teamId, { incident, lead, merge }).pipe(
      underCallersKey(asked, keptAnswer)
    )
    return yield* accepted(changed)
  }),

  unlinkIncident: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const changed = yield* unlinkIncident(asked.session, params.teamId, payload.incident).pipe(
      underCallersKey(asked, keptAnswer)
    )
    return yield* accepted(changed)
  }),

  decideMerge: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const changed = yield* decideMerge(asked.session, params.teamId, payload).pipe(underCallersKey(asked, keptAnswer))
    return yield* accepted(changed)
  }),

  archiveNow: Effect.fnUntraced(function* ({ params, ...asked }) {
    return yield* accepted(yield* archiveNow(asked.session, params.teamId).pipe(underCallersKey(asked, keptAnswer)))
  }),

  keepOpen: Effect.fnUntraced(function* ({ params, ...asked }) {
    return yield* accepted(yield* keepOpen(asked.session, params.teamId).pipe(underCallersKey(asked, keptAnswer)))
  }),

  accessRequests: Effect.fnUntraced(function* ({ session, params }) {
    const { requests, access } = yield* listAccessRequests(session, params.teamId)
    return { items: requests, you: accessView(access) }
  }),

  askAccess: Effect.fnUntraced(function* ({ params, payload, ...asked }) {
    const { id, name } = asked.session.caller
    const automatic = (yield* Deployment).accessDecision === "automatic"
    const answer = ({ people }: Team): AccessAsked => {
      const person = { id: PersonId.make(id), name }
      const request = people.accessRequests.find((other) => other.person.id === id)
      return automatic || request === undefined
        ? { status: "approved", person }
        : { status: "pending", person: request.person, request }
    }
    const changed = yield* requestAccess(asked.session, params.teamId, payload.reason).pipe(
      underCallersKey(asked, (team) => Schema.encodeSync(KeptQuestion)(answer(team)))
    )
    const asAnswered =
      changed._tag === "Replayed"
        ? yield* Effect.orDie(Schema.decodeEffect(KeptQuestion)(changed.answer))
        : answer(changed.stored.team)
    return withHeaders(asAnswered, replayedIf(changed._tag === "Replayed"))
  }),

  approveAccess: (request) => decided(request, true),
  denyAccess: (request) => decided(request, false),

  retry: Effect.fnUntraced(function* ({ params, ...asked }) {
    return yield* accepted(yield* retryTeam(asked.session, params.teamId).pipe(underCallersKey(asked, keptAnswer)))
  }),

  restore: Effect.fnUntraced(function* ({ params, ...asked }) {
    return yield* accepted(yield* restoreTeam(asked.session, params.teamId).pipe(underCallersKey(asked, keptAnswer)))
  }),

  recreate: Effect.fnUntraced(function* ({ params, ...asked }) {
    return yield* accepted(yield* recreateTeam(asked.session, params.teamId).pipe(underCallersKey(asked, keptAnswer)))
  }),

  timeline: Effect.fnUntraced(function* ({ session, params, query: { continuation, detail, top = defaultPage } }) {
    const list = `timeline of ${params.teamId}`
    const after = Number((yield* openContinuation(list, continuation)) ?? 0)
    const isShown = detail === "all" ? undefined : (event: TeamEvent) => !isDetail(event)
    // One more than asked for: then there is another page.
    const events = yield* readTimeline(session, params.teamId, after, top + 1, isShown)
    const items = events.slice(0, top).map((item) => timelineEntry(params.teamId, item))
    const last = items.at(-1)
    const next = events.length > top && last !== undefined ? String(last.position) : undefined
    return { items, ...defined({ continuation: yield* sealContinuation(list, next) }) }
  }),

  timelinePeople: Effect.fnUntraced(function* ({ session, params, query: { continuation, top = defaultPage } }) {
    const list = `people of event ${params.position} of ${params.teamId}`
    const after = Number((yield* openContinuation(list, continuation)) ?? 0)
    const { people } = (yield* readEvent(session, params.teamId, params.position)).facts
    const items = people.slice(after, after + top).map(timelinePerson)
    const next = after + top < people.length ? String(after + top) : undefined
    return { items, ...defined({ continuation: yield* sealContinuation(list, next) }) }
  })
}

const decided = Effect.fnUntraced(function* (
  { params, payload, ...asked }: RequestOf<"teams", "approveAccess">,
  approve: boolean
) {
  const answer: AccessDecided = { id: params.requestId, status: approve ? "approved" : "denied" }
  const changed = yield* decideAccess(asked.session, params.teamId, {
    request: params.requestId,
    approve,
    ...defined({ reason: payload.reason })
  }).pipe(underCallersKey(asked, () => Schema.encodeSync(KeptDecision)(answer)))
  const asAnswered =
    changed._tag === "Replayed" ? yield* Effect.orDie(Schema.decodeEffect(KeptDecision)(changed.answer)) : answer
  return withHeaders(asAnswered, replayedIf(changed._tag === "Replayed"))
})
