import type { IncidentTeamsClient } from "@incident-teams/api/IncidentTeamsClient"
import { Effect } from "effect"
import type { Answer, AnswerTo, Request, RequestOf, RequestTag, TeamId } from "./Request.ts"

type Performed<Tag extends RequestTag> = Effect.Effect<AnswerTo<Tag>, unknown>
type Client = IncidentTeamsClient<unknown>

/** As many as the server gives in one page. */
const page = 200

const versioned = <A>({ body, headers }: { readonly body: A; readonly headers: { readonly etag: string } }) => ({
  value: body,
  etag: headers.etag
})

const items = <A>(effect: Effect.Effect<{ readonly items: ReadonlyArray<A> }, unknown>) =>
  Effect.map(effect, (answer) => answer.items)

const body = <A>(effect: Effect.Effect<{ readonly body: A }, unknown>) => Effect.map(effect, (answer) => answer.body)

const from = (continuation: string | undefined) => (continuation === undefined ? {} : { continuation })

const forTeam = (teamId: TeamId | undefined) => (teamId === undefined ? {} : { team: teamId })

const once = ({ idempotencyKey }: { readonly idempotencyKey: string }) => ({ "idempotency-key": idempotencyKey })

/** How each request is sent over the contract's client, which is the console's only way out. */
const performers: { readonly [Tag in RequestTag]: (client: Client, request: RequestOf<Tag>) => Performed<Tag> } = {
  Me: ({ me }) => me.get({}),
  ListIncidents: ({ incidents }, { workspace, statuses, continuation }) =>
    incidents.list({
      query: { workspace, top: page, ...(statuses.length === 0 ? {} : { status: statuses }), ...from(continuation) }
    }),
  ReadIncident: ({ incidents }, { incidentId }) => Effect.map(incidents.get({ params: { incidentId } }), versioned),
  ReadDetails: ({ incidents }, { incidentId }) => Effect.map(incidents.details({ params: { incidentId } }), versioned),
  ReadTeam: ({ teams }, { teamId }) => Effect.map(teams.get({ params: { teamId } }), versioned),
  ReadTimeline: ({ teams }, { teamId, continuation }) =>
    teams.timeline({ params: { teamId }, query: { top: page, ...from(continuation) } }),
  ReadAccessRequests: ({ teams }, { teamId }) => teams.accessRequests({ params: { teamId } }),
  DraftTeam: ({ incidents }, { incidentId }) => incidents.draft({ params: { incidentId } }),
  ReadFavorites: ({ favorites }) => items(favorites.list({})),
  SearchPeople: ({ people }, { search, teamId }) => people.search({ query: { search, ...forTeam(teamId) } }),
  SizeGroup: ({ people }, { groupId, teamId }) => people.group({ params: { groupId }, query: forTeam(teamId) }),

  ChangeIncident: ({ incidents }, { seen, change }) =>
    Effect.map(
      incidents.change({ params: { incidentId: seen.id }, headers: { "if-match": seen.etag }, payload: change }),
      versioned
    ),
  CreateTeam: ({ incidents }, { incidentId, team, ...named }) =>
    body(incidents.createTeam({ params: { incidentId }, headers: once(named), payload: team })),
  RenameTeam: ({ teams }, { seen, name, description, ...named }) =>
    body(
      teams.rename({
        params: { teamId: seen.value.id },
        headers: { "if-match": seen.etag, ...once(named) },
        payload: { name, description }
      })
    ),
  AddPeople: ({ teams }, { teamId, who, ...named }) =>
    body(teams.addPeople({ params: { teamId }, headers: once(named), payload: who })),
  RemovePeople: ({ teams }, { teamId, who, ...named }) =>
    body(teams.removePeople({ params: { teamId }, headers: once(named), payload: who })),
  RetryTeam: ({ teams }, { teamId, ...named }) => body(teams.retry({ params: { teamId }, headers: once(named) })),
  RestoreTeam: ({ teams }, { teamId, ...named }) => body(teams.restore({ params: { teamId }, headers: once(named) })),
  RemakeTeam: ({ teams }, { teamId, ...named }) => body(teams.remake({ params: { teamId }, headers: once(named) })),
  AskAccess: ({ teams }, { teamId, reason, ...named }) =>
    body(teams.askAccess({ params: { teamId }, headers: once(named), payload: { reason } })),
  DecideAccess: ({ teams }, { teamId, requestId, verdict, reason, ...named }) => {
    const decision = {
      params: { teamId, requestId },
      headers: once(named),
      payload: reason === "" ? {} : { reason }
    }
    return body(verdict === "approve" ? teams.approveAccess(decision) : teams.denyAccess(decision))
  },
  Star: ({ favorites }, { principal }) =>
    items(
      principal.kind === "person"
        ? favorites.starPerson({ params: { personId: principal.id } })
        : favorites.starGroup({ params: { groupId: principal.id } })
    ),
  Unstar: ({ favorites }, { principal }) =>
    items(
      principal.kind === "person"
        ? favorites.unstarPerson({ params: { personId: principal.id } })
        : favorites.unstarGroup({ params: { groupId: principal.id } })
    )
}

/** Sends a request and returns the answer. Fails with whatever the client fails with. */
export const perform = <E>(client: IncidentTeamsClient<E>, request: Request): Effect.Effect<Answer, unknown> => {
  // Each performer takes the request of its own tag, and its answer goes with that: a pairing that types can't follow.
  // oxlint-disable typescript/no-unsafe-type-assertion
  const performer = performers[request._tag] as (client: unknown, request: Request) => Effect.Effect<unknown, unknown>
  return Effect.map(performer(client, request), (result) => ({ _tag: request._tag, request, result }) as Answer)
  // oxlint-enable typescript/no-unsafe-type-assertion
}
