import type { LiveEvent } from "@incident-teams/api/events/LiveEvent"
import type { LiveChange } from "@incident-teams/application/live/LiveChanges"
import { watchTeam, watchTeams } from "@incident-teams/application/use-cases/watchTeams"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Match, Option, Stream } from "effect"
import type { VerifiedSession } from "../authentication/TokenVerifier.ts"
import type { HandlersOf } from "../contract/Handlers.ts"
import { untilExpiry } from "../http/untilExpiry.ts"
import { incidentView } from "../views/incidentView.ts"
import { servedView, teamSummary } from "../views/teamView.ts"

export const events: HandlersOf<"events"> = {
  all: ({ session, query: { workspace }, headers }) =>
    Effect.flatMap(watchTeams(session, workspace, placeIn(headers)), sendEvents(session)),

  team: ({ session, params: { teamId }, headers }) =>
    Effect.flatMap(watchTeam(session, teamId, placeIn(headers)), sendEvents(session))
}

const placeIn = (headers: { readonly "last-event-id"?: string }) => Option.fromUndefinedOr(headers["last-event-id"])

/** As events, until the token expires. A failure ends them; a client that resumes misses nothing. */
const sendEvents =
  (session: VerifiedSession) =>
  <E, R>(changes: Stream.Stream<LiveChange, E, R>) =>
    Effect.map(Effect.context<R>(), (context) =>
      changes.pipe(
        Stream.map(eventOf),
        Stream.catchCause((cause) =>
          Stream.fromEffectDrain(Effect.logWarning("A stream of live events was interrupted", cause))
        ),
        untilExpiry(session),
        Stream.provideContext(context)
      )
    )

/** Until another team has taken over, a team that is merged goes on by itself; one that is joining isn't served yet. */
const shownWith = (team: Team) =>
  team.mergedInto?.confirmed === true
    ? []
    : servedView(team).flatMap(({ id, state }) => (state === "joining" ? [] : id))

const eventOf = Match.type<LiveChange>().pipe(
  Match.withReturnType<LiveEvent>(),
  Match.tagsExhaustive({
    Ready: ({ cursor }) => ({ id: cursor, event: "ready", data: {} }),
    Reload: ({ cursor }) => ({ id: cursor, event: "reload", data: {} }),
    Changed: ({ cursor, from, to, stored }) => ({
      id: cursor,
      event: "team",
      data: { team: teamSummary(stored.team), incidents: shownWith(stored.team), from, to }
    }),
    IncidentChanged: ({ cursor, incident, team }) => ({
      id: cursor,
      event: "incident",
      data: incidentView({ incident, team })
    })
  })
)
