import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { IncidentTeamsClient } from "@incident-teams/api/IncidentTeamsClient"
import type { NewTeamBody } from "@incident-teams/api/teams/NewTeamBody"
import type { PeopleBody } from "@incident-teams/api/teams/TeamBodies"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { PrincipalView } from "@incident-teams/api/values/People"
import type { Effect } from "effect"
import type { GroupId, IncidentId, Status, TeamId, Versioned, Workspace } from "./Request.ts"

type Client = IncidentTeamsClient<unknown>

/** Given to who sends: the first frame is drawn without Effect, which takes longer to load than everything else. */
type MapEffect = typeof Effect.map

/** Everything about one request: how it is sent, what it is as a command, and what is said once it is done. */
export interface Endpoint<Asks, Result> {
  /** It changes something. */
  readonly changes: boolean
  /** Sent over the contract's client, which is the console's only way out. */
  readonly send: (client: Client, request: Asks, map: MapEffect) => Effect.Effect<Result, unknown>
  /** The words of `incident-teams` that do the same; undefined where there is no command for it. */
  readonly command: (request: Asks) => ReadonlyArray<string> | undefined
  /** The notice after a change. */
  readonly done?: (request: Asks, result: Result) => string
}

const read = <Asks, Result>(
  send: Endpoint<Asks, Result>["send"],
  command: Endpoint<Asks, Result>["command"]
): Endpoint<Asks, Result> => ({ changes: false, send, command })

const change = <Asks, Result>(
  send: Endpoint<Asks, Result>["send"],
  command: Endpoint<Asks, Result>["command"],
  done: NonNullable<Endpoint<Asks, Result>["done"]>
): Endpoint<Asks, Result> => ({ changes: true, send, command, done })

interface OfIncident {
  readonly incidentId: IncidentId
}

interface OfTeam {
  readonly teamId: TeamId
}

interface Numbered {
  readonly id: IncidentId
  readonly number: number
}

/** What is decided about one of the incidents of a team. */
interface LinkOfTeam extends OfTeam, Once {
  readonly incident: Numbered
}

/** Looked up for a team that exists; its owners may do so without a right in Sentinel. */
interface ForTeam {
  readonly teamId?: TeamId
}

/** Names the request: sent again after an answer that got lost, it happens once. */
interface Once {
  readonly idempotencyKey: string
}

/** As many as the server gives in one page. */
const page = 200

const versioned = <A>({ body, headers }: { readonly body: A; readonly headers: { readonly etag: string } }) => ({
  value: body,
  etag: headers.etag
})

const items = <A>({ items: all }: { readonly items: ReadonlyArray<A> }) => all

const body = <A>({ body: one }: { readonly body: A }) => one

const from = (continuation: string | undefined) => (continuation === undefined ? {} : { continuation })

const forTeam = (teamId: TeamId | undefined) => (teamId === undefined ? {} : { team: teamId })

const once = ({ idempotencyKey }: Once) => ({ "idempotency-key": idempotencyKey })

const option = (name: string, value: string | undefined): ReadonlyArray<string> =>
  value === undefined ? [] : [`--${name}`, value]

const whoOf = ({ people, groups }: PeopleBody): ReadonlyArray<string> => [
  ...(people ?? []).flatMap((id) => ["--person", id]),
  ...(groups ?? []).flatMap((id) => ["--group", id])
]

interface Change {
  /** The incident as it was looked at; only that is changed. */
  readonly seen: IncidentView
  readonly change: IncidentChangeBody
}

/** Closing and reopening are commands; severity and owner aren't. */
const changeCommand = ({ seen, change: wanted }: Change): ReadonlyArray<string> | undefined => {
  const { status, classification, classificationReason, classificationComment, severity, owner } = wanted
  if (severity !== undefined || owner !== undefined) return undefined
  if (status === "Closed") {
    return [
      "incidents",
      "close",
      seen.id,
      ...option("classification", classification),
      ...option("reason", classificationReason),
      ...option("comment", classificationComment),
      "--if-match",
      seen.etag
    ]
  }
  if (seen.status !== "Closed") return undefined
  return ["incidents", "reopen", seen.id, ...(status === "New" ? ["--status", "New"] : [])]
}

const changeDone = ({ change: wanted }: Change, { value }: Versioned<IncidentView>): string => {
  const { number, status, severity, owner } = value
  if (wanted.status === "Closed") return `Incident ${number} is closed.`
  if (wanted.owner !== undefined) return `Incident ${number} is ${status} and assigned to ${owner?.name ?? "you"}.`
  if (wanted.severity !== undefined) return `The severity of incident ${number} is now ${severity}.`
  return `The status of incident ${number} is now ${status}.`
}

const favorite = (verb: string, { kind, id }: PrincipalView): ReadonlyArray<string> => [
  "favorites",
  verb,
  `--${kind}`,
  id
]

/** A change that needs nothing but the team. */
const onTeam = (method: "archiveNow" | "keepOpen" | "retry" | "restore" | "recreate", command: string, done: string) =>
  change(
    ({ teams }, { teamId, ...named }: OfTeam & Once, map) =>
      map(teams[method]({ params: { teamId }, headers: once(named) }), body),
    ({ teamId }) => ["team", command, teamId],
    () => done
  )

/** Everything that the console asks of the server. What is answered follows from the contract. */
export const endpoints = {
  Me: read(
    ({ me }, _: unknown) => me.get({}),
    () => ["whoami"]
  ),
  ReadTrouble: read(
    ({ health }, _: unknown, map) => map(health.ready({}), ({ installation }) => installation),
    () => undefined
  ),
  ListIncidents: read(
    (
      { incidents },
      {
        workspace,
        statuses,
        continuation
      }: {
        readonly workspace: Workspace
        /** None: all of them. The newest change comes first. */
        readonly statuses: ReadonlyArray<Status>
        readonly continuation?: string
        /** Page after page back to what last changed then, in milliseconds since 1970. Default: to the end. */
        readonly since?: number
      }
    ) =>
      incidents.list({
        query: { workspace, top: page, ...(statuses.length === 0 ? {} : { status: statuses }), ...from(continuation) }
      }),
    ({ workspace, statuses }) => [
      "incidents",
      "list",
      "--workspace",
      workspace,
      ...statuses.flatMap((status) => ["--status", status]),
      "--all"
    ]
  ),
  ReadIncident: read(
    ({ incidents }, { incidentId }: OfIncident, map) => map(incidents.get({ params: { incidentId } }), versioned),
    ({ incidentId }) => ["incidents", "show", incidentId]
  ),
  ReadDetails: read(
    ({ incidents }, { incidentId }: OfIncident, map) => map(incidents.details({ params: { incidentId } }), versioned),
    ({ incidentId }) => ["incidents", "show", incidentId]
  ),
  ReadTeam: read(
    ({ teams }, { teamId }: OfTeam, map) => map(teams.get({ params: { teamId } }), versioned),
    ({ teamId }) => ["team", "show", teamId]
  ),
  ReadTimeline: read(
    ({ teams }, { teamId, continuation }: OfTeam & { readonly continuation?: string }) =>
      teams.timeline({ params: { teamId }, query: { top: page, ...from(continuation) } }),
    ({ teamId }) => ["team", "timeline", teamId]
  ),
  ReadAccessRequests: read(
    ({ teams }, { teamId }: OfTeam) => teams.accessRequests({ params: { teamId } }),
    ({ teamId }) => ["access", "list", teamId]
  ),
  DraftTeam: read(
    ({ incidents }, { incidentId }: OfIncident) => incidents.draft({ params: { incidentId } }),
    ({ incidentId }) => ["team", "draft", incidentId]
  ),
  ReadFavorites: read(
    ({ favorites }, _: unknown, map) => map(favorites.list({}), items),
    () => ["favorites", "list"]
  ),
  SearchPeople: read(
    ({ people }, { search, teamId }: ForTeam & { readonly search: string }) =>
      people.search({ query: { search, ...forTeam(teamId) } }),
    ({ search, teamId }) => ["people", "search", search, ...option("team", teamId)]
  ),
  SizeGroup: read(
    ({ people }, { groupId, teamId }: ForTeam & { readonly groupId: GroupId }) =>
      people.group({ params: { groupId }, query: forTeam(teamId) }),
    () => undefined
  ),

  ChangeIncident: change(
    ({ incidents }, { seen, change: payload }: Change, map) =>
      map(
        incidents.change({ params: { incidentId: seen.id }, headers: { "if-match": seen.etag }, payload }),
        versioned
      ),
    changeCommand,
    changeDone
  ),
  CreateTeam: change(
    ({ incidents }, { incidentId, team, ...named }: OfIncident & Once & { readonly team: NewTeamBody }, map) =>
      map(incidents.createTeam({ params: { incidentId }, headers: once(named), payload: team }), body),
    ({ incidentId, team: { name, description, announce, ...who } }) => [
      "team",
      "create",
      incidentId,
      ...option("name", name),
      ...option("description", description),
      ...(announce === false ? ["--no-announce"] : []),
      ...whoOf(who)
    ],
    () => "The team is being created."
  ),
  RenameTeam: change(
    (
      { teams },
      {
        seen,
        name,
        description,
        ...named
      }: Once & { readonly seen: Versioned<TeamView>; readonly name: string; readonly description: string },
      map
    ) =>
      map(
        teams.rename({
          params: { teamId: seen.value.id },
          headers: { "if-match": seen.etag, ...once(named) },
          payload: { name, description }
        }),
        body
      ),
    ({ seen, name, description }) => ["team", "rename", seen.value.id, "--name", name, "--description", description],
    ({ name, seen }) =>
      name === seen.value.name ? "The team's description is being changed." : `The team is being renamed to "${name}".`
  ),
  AddPeople: change(
    ({ teams }, { teamId, who, ...named }: OfTeam & Once & { readonly who: PeopleBody }, map) =>
      map(teams.addPeople({ params: { teamId }, headers: once(named), payload: who }), body),
    ({ teamId, who }) => ["team", "add", teamId, ...whoOf(who)],
    () => "The selected people and groups are being added."
  ),
  RemovePeople: change(
    ({ teams }, { teamId, who, ...named }: OfTeam & Once & { readonly who: PeopleBody }, map) =>
      map(teams.removePeople({ params: { teamId }, headers: once(named), payload: who }), body),
    ({ teamId, who }) => ["team", "remove", teamId, ...whoOf(who)],
    () => "Removal started."
  ),
  LinkIncident: change(
    (
      { teams },
      { teamId, incident, lead, merge, ...named }: LinkOfTeam & { readonly lead: boolean; readonly merge: boolean },
      map
    ) =>
      map(
        teams.linkIncident({
          params: { teamId },
          headers: once(named),
          payload: { incident: incident.id, lead, merge }
        }),
        body
      ),
    ({ teamId, incident, lead, merge }) => [
      "team",
      "link",
      teamId,
      incident.id,
      ...(lead ? ["--lead"] : []),
      ...(merge ? ["--merge"] : [])
    ],
    ({ incident: { number }, lead }) =>
      lead ? `Incident ${number} becomes the team's lead.` : `Incident ${number} is being linked to the team.`
  ),
  UnlinkIncident: change(
    ({ teams }, { teamId, incident, ...named }: LinkOfTeam, map) =>
      map(teams.unlinkIncident({ params: { teamId }, headers: once(named), payload: { incident: incident.id } }), body),
    ({ teamId, incident }) => ["team", "unlink", teamId, incident.id],
    ({ incident: { number } }) => `Incident ${number} is being unlinked from the team.`
  ),
  DecideMerge: change(
    ({ teams }, { teamId, incident, into, ...named }: LinkOfTeam & { readonly into?: Numbered }, map) =>
      map(
        teams.decideMerge({
          params: { teamId },
          headers: once(named),
          payload: { incident: incident.id, ...(into === undefined ? {} : { into: into.id }) }
        }),
        body
      ),
    ({ incident, into }) => ["team", "merge", incident.id, ...(into === undefined ? ["--none"] : ["--into", into.id])],
    ({ incident: { number }, into }) =>
      into === undefined
        ? `Incident ${number} counts as closed.`
        : `The team continues incident ${number} with incident ${into.number}.`
  ),
  ArchiveNow: onTeam("archiveNow", "archive-now", "The team is being archived."),
  KeepOpen: onTeam("keepOpen", "keep-open", "The team stays open."),
  RetryTeam: onTeam("retry", "retry", "Retry started."),
  RestoreTeam: onTeam("restore", "restore", "The team is being restored."),
  RecreateTeam: onTeam("recreate", "recreate", "The team is being recreated."),
  AskAccess: change(
    ({ teams }, { teamId, reason, ...named }: OfTeam & Once & { readonly reason: string }, map) =>
      map(teams.askAccess({ params: { teamId }, headers: once(named), payload: { reason } }), body),
    ({ teamId, reason }) => ["access", "request", teamId, "--reason", reason],
    (_, { status }) =>
      status === "approved" ? "You are being added to the team." : "Access requested. An owner of the team decides."
  ),
  DecideAccess: change(
    (
      { teams },
      {
        teamId,
        requestId,
        verdict,
        reason,
        ...named
      }: OfTeam & Once & { readonly requestId: string; readonly verdict: "approve" | "deny"; readonly reason: string },
      map
    ) => {
      const decision = {
        params: { teamId, requestId },
        headers: once(named),
        payload: reason === "" ? {} : { reason }
      }
      return map(verdict === "approve" ? teams.approveAccess(decision) : teams.denyAccess(decision), body)
    },
    ({ verdict, teamId, requestId, reason }) => [
      "access",
      verdict,
      teamId,
      requestId,
      ...option("reason", reason === "" ? undefined : reason)
    ],
    (_, { status }) => (status === "approved" ? "The access request was approved." : "The access request was denied.")
  ),
  Star: change(
    ({ favorites }, { principal: { kind, id } }: { readonly principal: PrincipalView }, map) =>
      map(
        kind === "person"
          ? favorites.starPerson({ params: { personId: id } })
          : favorites.starGroup({ params: { groupId: id } }),
        items
      ),
    ({ principal }) => favorite("add", principal),
    ({ principal: { name } }) => `${name} is now a favorite and will be preselected for new teams.`
  ),
  Unstar: change(
    ({ favorites }, { principal: { kind, id } }: { readonly principal: PrincipalView }, map) =>
      map(
        kind === "person"
          ? favorites.unstarPerson({ params: { personId: id } })
          : favorites.unstarGroup({ params: { groupId: id } }),
        items
      ),
    ({ principal }) => favorite("remove", principal),
    ({ principal: { name } }) => `${name} is no longer a favorite.`
  )
}
