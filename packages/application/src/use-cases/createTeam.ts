import { type GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { defaultTeamDescription } from "@incident-teams/domain/naming/defaultTeamDescription"
import { defaultTeamName } from "@incident-teams/domain/naming/defaultTeamName"
import { nameUnderPolicy } from "@incident-teams/domain/naming/nameUnderPolicy"
import { teamDescriptionOf } from "@incident-teams/domain/naming/TeamDescription"
import { Chore } from "@incident-teams/domain/team/Step"
import { LinkUnderWay, TeamExists } from "@incident-teams/domain/team/TeamRejection"
import { Array as Arr, Effect, Option, Schema } from "effect"
import { earlierAnswer, now, startTeam } from "../changes/decideAndCommit.ts"
import type { Accepted } from "../changes/RequestKey.ts"
import type { Warning } from "../changes/RequestKey.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { removeEndedPointer, servingTeam } from "../links/servingTeam.ts"
import { Directory, type DirectoryPerson } from "../ports/Directory.ts"
import { FavoritesStore } from "../ports/FavoritesStore.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import type { Stored, TeamStore } from "../ports/TeamStore.ts"
import { allowedCreation } from "./allowedCreation.ts"
import { asPerson, namedGroups, namedPeople } from "./named.ts"
import { actorOf } from "./standing.ts"

export interface CreateTeam {
  readonly incident: IncidentId
  /** Absent: made from the incident's number and title, or the number alone where names are neutral. */
  readonly name?: string
  readonly description?: string
  readonly people: ReadonlyArray<PersonId>
  readonly groups: ReadonlyArray<GroupId>
  /** Who is to own the team; a person who calls may leave it out, and owns it then. */
  readonly owner?: PersonId
  /** False: the team's link isn't put on the incident, whatever the deployment says. */
  readonly announce?: boolean
}

export type CreatedTeam =
  | ({ readonly _tag: "Created"; readonly stored: Stored } & Accepted)
  | { readonly _tag: "Replayed"; readonly answer: string; readonly stored: Stored }

/** Refused: this person can't own a team. */
export class UnfitOwner extends Schema.TaggedError<UnfitOwner>()("UnfitOwner", {
  id: PersonId,
  /** The id again where the directory knows no name. */
  name: Schema.String,
  reason: Schema.String
}) {}

/**
 * Asks for an incident's team. Everything that can be refused is refused here, before anything is stored or called;
 * what comes after is the reconciler's.
 */
export const createTeam = Effect.fn("createTeam")(function* (session: Session, request: CreateTeam) {
  const deployment = yield* Deployment
  const { naming, creator } = yield* allowedCreation(session, request.incident, request.owner)
  const id = yield* teamOfIncident(request.incident)
  const existing = yield* servingTeam(id)
  if (Option.isSome(existing)) return yield* joined(id, existing.value)
  yield* removeEndedPointer(id)

  const incident = yield* (yield* IncidentSource).get(request.incident, asCaller(session))
  const owner = yield* ownerOf(request.owner, creator)
  const group = { policy: naming, attributes: (creator ?? owner).attributes }
  const name =
    request.name === undefined
      ? defaultTeamName(incident, group, deployment.neutralNames)
      : yield* Effect.fromResult(nameUnderPolicy(group, request.name))
  const description =
    request.description === undefined
      ? defaultTeamDescription(incident, deployment.neutralNames)
      : yield* Effect.fromResult(teamDescriptionOf(request.description))
  const named = yield* namedPeople(request.people, "people")
  const groups = yield* namedGroups(request.groups)
  const standbyOwners = yield* fitStandbyOwners(deployment.standbyOwners)
  // The creator owns the team, also beside another owner whom they name.
  const owners: Arr.NonEmptyArray<DirectoryPerson> =
    creator === undefined || creator.id === owner.id ? [owner] : [creator, owner]
  const standIns = standInsFor(owners, standbyOwners)
  const warnings = [...creatorWarning(creator, standIns), ...named.warnings]
  const favorites = yield* favoritesOf(session)
  const wanted: Readonly<Record<Chore, boolean>> = {
    app: deployment.withApp,
    page: true,
    announcement: deployment.announce && request.announce !== false
  }
  return yield* startTeam(
    id,
    {
      _tag: "RequestTeam",
      id,
      incident: snapshotOf(incident),
      name,
      description,
      owners: Arr.map(owners, asPerson),
      standbyOwners: standbyOwners.map(asPerson),
      standIns: standIns.map(({ id: standIn }) => standIn),
      people: named.people,
      refused: named.refused,
      groups,
      favorites,
      chores: Chore.literals.filter((chore) => wanted[chore]),
      by: actorOf(session),
      at: yield* now
    },
    warnings
  ).pipe(
    Effect.map((started): CreatedTeam => ({ _tag: "Created", ...started })),
    // Another request came first, perhaps the very same one.
    Effect.catchTag("TeamAlreadyStored", () =>
      Effect.flatMap(
        servingTeam(id),
        (other): Effect.Effect<CreatedTeam, Effect.Error<ReturnType<typeof joined>> | LinkUnderWay, TeamStore> =>
          Option.isNone(other)
            ? // Just being linked or unlinked.
              Effect.fail(new LinkUnderWay({ incident: request.incident }))
            : joined(id, other.value)
      )
    )
  )
})

/** The same request again gets the same answer; any other is refused, as the team exists. */
const joined = Effect.fnUntraced(function* (own: TeamId, stored: Stored) {
  const earlier = yield* earlierAnswer(own)
  if (Option.isNone(earlier)) return yield* new TeamExists({ team: stored.id })
  const replayed: CreatedTeam = { _tag: "Replayed", answer: earlier.value, stored }
  return replayed
})

/** The owner that the request names, else the creator, who was checked before. */
const ownerOf = Effect.fnUntraced(function* (named: PersonId | undefined, creator: DirectoryPerson | undefined) {
  if (named === undefined) {
    return creator ?? (yield* Effect.die(new Error("An application was let create a team without an owner.")))
  }
  const person = Option.getOrUndefined(yield* (yield* Directory).person(named))
  if (person === undefined) return yield* new UnfitOwner({ id: named, name: named, reason: "is not in the directory" })
  if (!person.enabled) return yield* new UnfitOwner({ ...asPerson(person), reason: "has a disabled account" })
  if (person.guest) return yield* new UnfitOwner({ ...asPerson(person), reason: "is a guest" })
  // Teams refuses to put a team on a group with such an owner.
  if (person.licensed === false) return yield* new UnfitOwner({ ...asPerson(person), reason: "has no Teams license" })
  return person
})

/** For the record only: the caller's favorites, with which a form for a new team begins. */
const favoritesOf = Effect.fnUntraced(
  function* ({ caller }: Session) {
    if (caller._tag === "Application") return []
    const { favorites } = yield* (yield* FavoritesStore).load(caller.id)
    return favorites.starred.map(({ id }) => id)
  },
  Effect.orElseSucceed(() => [])
)

/** Standby owners who left the directory or have no license are passed over: one bad name must not fail every team. */
export const fitStandbyOwners = Effect.fnUntraced(function* (ids: ReadonlyArray<PersonId>) {
  if (ids.length === 0) return []
  const known = yield* (yield* Directory).people(ids)
  const fit = known.filter((person) => person.enabled && !person.guest)
  // Someone without a license may keep Teams from creating the team, so only if no one has one.
  const licensed = fit.filter((person) => person.licensed !== false)
  return licensed.length > 0 ? licensed : fit
})

/** The standby owner who owns a new team with those who are to own it, because none of these can: none where one can. */
export const standInsFor = (
  owners: ReadonlyArray<DirectoryPerson>,
  standbyOwners: ReadonlyArray<DirectoryPerson>
): ReadonlyArray<DirectoryPerson> => (owners.some(canOwn) ? [] : standbyOwners.filter(canOwn).slice(0, 1))

const canOwn = ({ enabled, guest, licensed }: DirectoryPerson): boolean => enabled && !guest && licensed !== false

/** The creator may be an administrator's account without a license, which Teams may refuse as an owner. */
const creatorWarning = (
  creator: DirectoryPerson | undefined,
  [standIn]: ReadonlyArray<DirectoryPerson>
): ReadonlyArray<Warning> => {
  if (creator?.licensed !== false) return []
  const refuses = "Teams may refuse to create the team until one is assigned to the owner."
  return [
    {
      person: asPerson(creator),
      problem:
        standIn === undefined
          ? `Has no Teams license: ${refuses}`
          : `Has no Teams license, so the standby owner ${standIn.name} owns the team, too. ${refuses}`
    }
  ]
}
